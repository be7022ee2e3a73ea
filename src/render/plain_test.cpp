#include "render/plain.h"

#include <doctest/doctest.h>

#include <random>

namespace assay::rendering {

TEST_CASE("plain text: invalid UTF-8 becomes U+FFFD, valid UTF-8 stays as it is") {
    const std::string replacement = "\xef\xbf\xbd";
    CHECK(valid_utf8("Gr\xc3\xbc\xc3\x9f \xe6\xbc\xa2 \xf0\x9f\x90\x98") ==
          "Gr\xc3\xbc\xc3\x9f \xe6\xbc\xa2 \xf0\x9f\x90\x98");
    CHECK(valid_utf8("a\x80z") == "a" + replacement + "z");
    CHECK(valid_utf8("\xc0\xaf") == replacement + replacement);                    // overlong '/'
    CHECK(valid_utf8("\xed\xa0\x80") == replacement + replacement + replacement);  // a surrogate
    CHECK(valid_utf8("\xf4\x90\x80\x80").find('\xf4') == std::string::npos);       // beyond U+10FFFF
    CHECK(valid_utf8("\xe2\x82") == replacement + replacement);                    // cut short
    CHECK(valid_utf8("\xf0\x9f\x90") == replacement + replacement + replacement);
}

TEST_CASE("plain text: what would move the cursor or turn text around is made visible") {
    CHECK(one_line("a\nb\tc\rd") == "a\\nb\\tc\\rd");
    CHECK(one_line("\x1b[2J") == "\\x1b[2J");
    CHECK(one_line("\xc2\x9b"
                   "31m") == "\\x9b31m");
    CHECK(one_line("user\xe2\x80\xaegnp.exe") == "user<U+202E>gnp.exe");
    CHECK(one_line("a\xe2\x80\x8b"
                   "b") == "a<U+200B>b");
    CHECK(prose("  two\r\n words\t here \x07") == "two words here \\x07");
    CHECK(block("a\r\n\tb\rc\n\n") == "a\n    b\\rc");
}

TEST_CASE("plain text: no function lets a control character through, whatever it is given") {
    std::mt19937 random{11};
    for (int round = 0; round < 3000; ++round) {
        std::string bytes(random() % 24, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random() % 4 == 0 ? random() % 0x20 : random() % 256);
        for (const auto& text : {one_line(bytes), prose(bytes), block(bytes)}) {
            CHECK(valid_utf8(text) == text);
            for (std::string_view rest = text; !rest.empty();) {
                const char32_t character = take_character(rest);
                CHECK((!is_treacherous(character) || character == '\n'));
            }
        }
        CHECK(one_line(bytes).find('\n') == std::string::npos);
        CHECK(prose(bytes).find('\n') == std::string::npos);
    }
}

TEST_CASE("plain text: width counts columns, not bytes or characters") {
    CHECK(display_width("orders") == 6);
    CHECK(display_width("\xc3\xa9t\xc3\xa9") == 3);
    CHECK(display_width("e\xcc\x81") == 1);                 // e and a combining acute
    CHECK(display_width("\xe6\xbc\xa2\xe5\xad\x97") == 4);  // two ideographs
    CHECK(display_width("\xf0\x9f\x90\x98") == 2);          // an elephant
    CHECK(display_width("\xe2\x86\x92") == 1);              // an arrow
}

TEST_CASE("plain text: cutting off leaves the whole when it fits, else ends in the ellipsis") {
    CHECK(truncated("orders", 6, "...") == "orders");
    CHECK(truncated("order lines", 9, "...") == "order...");
    CHECK(truncated("\xe6\xbc\xa2\xe5\xad\x97\xe8\xa1\xa8", 5, "\xe2\x80\xa6") ==
          "\xe6\xbc\xa2\xe5\xad\x97\xe2\x80\xa6");
    CHECK(truncated("orders", 2, "...").empty());
}

TEST_CASE("plain text: wrapping breaks at spaces, and a long word where it must") {
    CHECK(wrapped("no index leads with it", 9) == std::vector<std::string>{"no index", "leads", "with it"});
    CHECK(wrapped("", 9) == std::vector<std::string>{""});
    CHECK(wrapped("a abcdefghij b", 4) == std::vector<std::string>{"a", "abcd", "efgh", "ij b"});
    CHECK(wrapped("\xe6\xbc\xa2\xe5\xad\x97\xe8\xa1\xa8", 4) ==
          std::vector<std::string>{"\xe6\xbc\xa2\xe5\xad\x97", "\xe8\xa1\xa8"});
    CHECK(wrapped("\xe6\xbc\xa2", 1) == std::vector<std::string>{"\xe6\xbc\xa2"});
}

TEST_CASE("plain text: counting") {
    CHECK(counted(1, "rule needs", "rules need") == "1 rule needs");
    CHECK(counted(17, "rule needs", "rules need") == "17 rules need");
    CHECK(counted(0, "error") == "0 errors");
}

}  // namespace assay::rendering
