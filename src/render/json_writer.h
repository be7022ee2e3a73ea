// JsonWriter: writes indented JSON as it goes, in the order it is told; the text is always valid.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace assay::rendering {

// Objects and arrays are functions that write what is inside, so that none can be left open:
//
//     JsonWriter json;
//     json.object([&] {
//         json.member("rule", id);
//         json.array("also", [&] { for (auto& name : names) json.value(name); });
//     });
//
// Invalid UTF-8 becomes U+FFFD; what is_treacherous is escaped, so that a terminal may show the text.
class JsonWriter {
public:
    void value(std::string_view text);
    void value(double number);  // null when it is not finite
    void null();
    template <std::integral Number>
    void value(Number number) {
        if constexpr (std::same_as<Number, bool>)
            literal(number ? "true" : "false");
        else if constexpr (std::signed_integral<Number>)
            signed_number(number);
        else
            unsigned_number(number);
    }
    // Null for an empty text.
    void value_or_null(std::string_view text) { text.empty() ? null() : value(text); }

    template <std::invocable Inside>
    void object(Inside inside) {
        open('{');
        inside();
        close('}');
    }
    template <std::invocable Inside>
    void array(Inside inside) {
        open('[');
        inside();
        close(']');
    }

    // The name of the next value; inside objects only.
    void key(std::string_view name);
    template <class Value>
    void member(std::string_view name, const Value& what) {
        key(name);
        value(what);
    }
    void member_or_null(std::string_view name, std::string_view text) {
        key(name);
        value_or_null(text);
    }
    void null_member(std::string_view name) {
        key(name);
        null();
    }
    template <std::invocable Inside>
    void object(std::string_view name, Inside inside) {
        key(name);
        object(inside);
    }
    template <std::invocable Inside>
    void array(std::string_view name, Inside inside) {
        key(name);
        array(inside);
    }

    // An array of texts.
    template <class Texts>
    void texts(std::string_view name, const Texts& list) {
        array(name, [&] {
            for (const auto& text : list) value(text);
        });
    }

    // The text so far, with a newline at its end; the writer is empty afterwards.
    std::string take();

private:
    void open(char bracket);
    void close(char bracket);
    void begin_value();
    void new_line();
    void literal(std::string_view text);
    void signed_number(std::int64_t number);
    void unsigned_number(std::uint64_t number);
    void quoted(std::string_view text);

    std::string out_;
    std::string brackets_;  // those that are open
    bool empty_ = true;     // nothing written yet inside the innermost
    bool after_key_ = false;
};

}  // namespace assay::rendering
