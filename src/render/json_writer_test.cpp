#include "render/json_writer.h"

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <random>

namespace assay::rendering {

namespace {

template <class Value>
std::string written(const Value& value) {
    JsonWriter json;
    json.value(value);
    return json.take();
}

}  // namespace

TEST_CASE("JSON: objects and arrays nest, empty ones stay short") {
    JsonWriter json;
    json.object([&] {
        json.member("rule", "a/b");
        json.array("also", [&] {
            json.value("x");
            json.array([] {});
            json.object([] {});
        });
        json.array("none", [] {});
        json.object("at", [&] {
            json.member("line", 3);
            json.null_member("column");
        });
        json.member_or_null("fix", "");
    });
    CHECK(json.take() ==
          "{\n  \"rule\": \"a/b\",\n  \"also\": [\n    \"x\",\n    [],\n    {}\n  ],\n  \"none\": [],\n"
          "  \"at\": {\n    \"line\": 3,\n    \"column\": null\n  },\n  \"fix\": null\n}\n");
    json.array([] {});
    CHECK(json.take() == "[]\n");
}

TEST_CASE("JSON: numbers and truth values") {
    CHECK(written(true) == "true\n");
    CHECK(written(-7) == "-7\n");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808\n");
    CHECK(written(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615\n");
    CHECK(written(0.1) == "0.1\n");
    CHECK(nlohmann::json::parse(written(1e300)).get<double>() == 1e300);
    CHECK(written(std::numeric_limits<double>::quiet_NaN()) == "null\n");
    CHECK(written(std::numeric_limits<double>::infinity()) == "null\n");
}

TEST_CASE("JSON: a string literal is text, not a truth value") {
    CHECK(written("no") == "\"no\"\n");
}

TEST_CASE("JSON: escapes what JSON demands, and what a terminal would obey") {
    CHECK(written(std::string_view{"\"\\\n\t\r\0\x1b\x7f", 8}) ==
          "\"\\\"\\\\\\n\\t\\u000d\\u0000\\u001b\\u007f\"\n");
    CHECK(written("\xc2\x9b") == "\"\\u009b\"\n");                 // CSI as one C1 control
    CHECK(written("\xe2\x80\xae") == "\"\\u202e\"\n");             // right-to-left override
    CHECK(written("\xf3\xa0\x80\x81") == "\"\\udb40\\udc01\"\n");  // a tag character
    CHECK(written("\xf0\x9f\x90\x98 \xc3\xa9") == "\"\xf0\x9f\x90\x98 \xc3\xa9\"\n");
    CHECK(written("\xff\xc3") == "\"\xef\xbf\xbd\xef\xbf\xbd\"\n");
}

TEST_CASE("JSON: whatever bytes a text holds, another parser reads it, and reads the same again") {
    std::mt19937 random{7};
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 40, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random() % 256);
        const auto parsed = nlohmann::json::parse(written(bytes), nullptr, false);
        REQUIRE(parsed.is_string());
        CHECK(nlohmann::json::parse(written(parsed.get<std::string>())) == parsed);
    }
}

}  // namespace assay::rendering
