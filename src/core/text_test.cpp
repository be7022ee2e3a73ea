#include "core/text.h"

#include <doctest/doctest.h>

namespace assay {

namespace {

template <class Text>
concept Splits = requires(Text&& text) {
    split(std::forward<Text>(text), ' ');
    lines_of(std::forward<Text>(text));
};

static_assert(Splits<std::string_view> && Splits<const char*> && Splits<std::string&> && Splits<const std::string&>);
static_assert(!Splits<std::string>, "parts would be views of a text that is gone");

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("text: parts between separators, empty ones too") {
        CHECK(split("a  b", ' ') == std::vector<std::string_view>{"a", "", "b"});
        CHECK(split("", ' ') == std::vector<std::string_view>{""});
        CHECK(lines_of("a\nb\n") == std::vector<std::string_view>{"a", "b", ""});
    }
}

}  // namespace assay
