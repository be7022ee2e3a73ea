#include "render/json_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/utf8.h"
#include "render/plain.h"

namespace assay::rendering {

void JsonWriter::value(std::string_view text) {
    begin_value();
    quoted(text);
}

void JsonWriter::value(double number) {
    if (!std::isfinite(number)) return null();
    literal(fmt::format("{}", number));
}

void JsonWriter::null() {
    literal("null");
}
void JsonWriter::signed_number(std::int64_t number) {
    literal(fmt::format("{}", number));
}
void JsonWriter::unsigned_number(std::uint64_t number) {
    literal(fmt::format("{}", number));
}

void JsonWriter::key(std::string_view name) {
    assert(!after_key_ && !brackets_.empty() && brackets_.back() == '{');
    if (!empty_) out_ += ',';
    new_line();
    quoted(name);
    out_ += ": ";
    empty_ = false;
    after_key_ = true;
}

std::string JsonWriter::take() {
    assert(brackets_.empty() && !after_key_);
    out_ += '\n';
    empty_ = true;
    return std::exchange(out_, {});
}

void JsonWriter::open(char bracket) {
    begin_value();
    out_ += bracket;
    brackets_ += bracket;
    empty_ = true;
}

void JsonWriter::close(char bracket) {
    assert(!after_key_ && !brackets_.empty());
    brackets_.pop_back();
    if (!empty_) new_line();
    out_ += bracket;
    empty_ = false;
}

void JsonWriter::begin_value() {
    if (std::exchange(after_key_, false)) return;
    assert(brackets_.empty() ? out_.empty() : brackets_.back() == '[');
    if (!brackets_.empty()) {
        if (!empty_) out_ += ',';
        new_line();
    }
    empty_ = false;
}

void JsonWriter::new_line() {
    out_ += '\n';
    out_.append(brackets_.size() * 2, ' ');
}

void JsonWriter::literal(std::string_view text) {
    begin_value();
    out_ += text;
}

void JsonWriter::quoted(std::string_view text) {
    out_ += '"';
    while (true) {
        const auto plain = std::min(plain_bytes(text), text.find_first_of("\"\\"));
        out_ += text.substr(0, plain);
        text.remove_prefix(std::min(plain, text.size()));
        if (text.empty()) break;
        const char32_t character = take_character(text);
        if (character == '"' || character == '\\') {
            out_ += '\\';
            out_ += static_cast<char>(character);
        } else if (character == '\n') {
            out_ += "\\n";
        } else if (character == '\t') {
            out_ += "\\t";
        } else if (!is_treacherous(character)) {
            utf8::append(out_, character);
        } else if (character < 0x10000) {
            out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(character));
        } else {
            const auto rest = static_cast<unsigned>(character - 0x10000);
            out_ += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 | rest >> 10, 0xDC00 | (rest & 0x3FF));
        }
    }
    out_ += '"';
}

}  // namespace assay::rendering
