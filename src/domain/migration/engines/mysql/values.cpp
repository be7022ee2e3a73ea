#include "domain/migration/engines/mysql/values.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "core/text.h"
#include "core/utf8.h"
#include "domain/migration/engines/mysql/lexer.h"

namespace assay::migration::mysql {

namespace {

using std::optional;
using std::string;
using std::string_view;

constexpr std::size_t srid_bytes = 4;  // before the well-known binary in what MySQL stores

// A big-endian number of at most eight bytes.
optional<std::uint64_t> number_of_bytes(string_view bytes) {
    while (!bytes.empty() && bytes.front() == '\0') bytes.remove_prefix(1);
    if (bytes.size() > 8) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

optional<std::uint64_t> number_of_bits(string_view digits) {
    if (digits.size() > 64) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : digits) number = number << 1 | static_cast<std::uint64_t>(c == '1');
    return number;
}

optional<string> number_text(const Value& value, ValueTrouble& trouble) {
    optional<std::uint64_t> number;
    if (value.kind == Value::Kind::bits) number = number_of_bits(value.bytes);
    else if (value.is_hex) number = number_of_bytes(value.bytes);
    else return value.bytes.empty() ? "0" : value.bytes;  // '' is 0 outside strict mode
    if (number) return fmt::format("{}", *number);
    trouble.unreadable = true;
    return std::nullopt;
}

optional<string> boolean_text(const Value& value, ValueTrouble& trouble) {
    if (value.kind == Value::Kind::bytes && value.bytes.size() == 1 && (value.bytes[0] == '\0' || value.bytes[0] == '\1')) return value.bytes[0] == '\1' ? "t" : "f";
    const auto number = number_text(value, trouble);
    if (!number) return number;
    return number->find_first_not_of("0") == string::npos ? "f" : "t";
}

optional<string> bits_text(const Value& value, int length, ValueTrouble& trouble) {
    optional<std::uint64_t> number;
    if (value.kind == Value::Kind::bits) {
        number = number_of_bits(value.bytes);
    } else if (value.kind == Value::Kind::bytes) {
        number = number_of_bytes(value.bytes);
    } else {
        std::uint64_t read = 0;
        if (std::from_chars(value.bytes.data(), value.bytes.data() + value.bytes.size(), read).ec == std::errc{}) number = read;
    }
    if (!number) return trouble.unreadable = true, std::nullopt;
    string digits;
    for (int i = std::clamp(length, 1, 64) - 1; i >= 0; --i) digits += (*number >> i & 1) != 0 ? '1' : '0';
    return digits;
}

string hex_of(string_view bytes) {
    constexpr string_view digits = "0123456789abcdef";
    string text = "\\x";
    text.reserve(2 + bytes.size() * 2);
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

string text_text(string bytes, ValueTrouble& trouble) {
    if (bytes.find('\0') != string::npos) {
        trouble.nul_bytes = true;
        bytes.erase(std::remove(bytes.begin(), bytes.end(), '\0'), bytes.end());
    }
    if (utf8::is_valid(bytes)) return bytes;
    trouble.not_utf8 = true;
    return utf8_of_windows1252(bytes);
}

optional<string> label_text(const Value& value, const ValueShape& shape, ValueTrouble& trouble) {
    const auto& labels = *shape.labels;
    if (value.kind == Value::Kind::number) {
        std::size_t index = 0;
        std::from_chars(value.bytes.data(), value.bytes.data() + value.bytes.size(), index);
        if (index >= 1 && index <= labels.size()) return labels[index - 1];
        return trouble.not_in_list = true, std::nullopt;
    }
    const auto found = std::find_if(labels.begin(), labels.end(), [&](const string& label) { return label == value.bytes; });
    if (found != labels.end()) return *found;
    const auto like = std::find_if(labels.begin(), labels.end(), [&](const string& label) { return is_word(value.bytes, lower(label)); });
    if (like != labels.end()) return *like;
    return trouble.not_in_list = true, std::nullopt;
}

optional<string> set_text(const Value& value, const ValueShape& shape, ValueTrouble& trouble) {
    std::vector<string> members;
    if (value.kind == Value::Kind::number) {
        std::uint64_t bits = 0;
        std::from_chars(value.bytes.data(), value.bytes.data() + value.bytes.size(), bits);
        for (std::size_t i = 0; i < std::min<std::size_t>(shape.labels->size(), 64); ++i)
            if ((bits >> i & 1) != 0) members.push_back((*shape.labels)[i]);
    } else if (!value.bytes.empty()) {
        for (const auto member : split(string_view{value.bytes}, ',')) members.emplace_back(member);
    }
    string text = "{";
    for (const auto& member : members) {
        const auto label = label_text({.kind = Value::Kind::bytes, .bytes = member}, shape, trouble);
        if (!label) continue;
        if (text.size() > 1) text += ',';
        text += '"' + replaced(replaced(*label, "\\", "\\\\"), "\"", "\\\"") + '"';
    }
    return text + "}";
}

double coordinate(string_view wkb, std::size_t at) {
    double number = 0;
    std::memcpy(&number, wkb.data() + at, sizeof number);
    return number;
}

// "(x,y)" and "[(x,y),…]" from little-endian well-known binary.
optional<string> geometry_text(string_view bytes, Form form, ValueTrouble& trouble) {
    constexpr std::size_t head = 5, point = 16;
    constexpr std::uint32_t point_type = 1, line_type = 2;
    const auto wkb = bytes.substr(std::min(srid_bytes, bytes.size()));
    std::uint32_t type = 0, points = 1;
    std::size_t at = head;
    if (wkb.size() >= head + 4 && wkb[0] == '\1') std::memcpy(&type, wkb.data() + 1, sizeof type);
    if (type == line_type) {
        std::memcpy(&points, wkb.data() + head, sizeof points);
        at += sizeof points;
    }
    if ((type == point_type) != (form == Form::point) || (type == line_type) != (form == Form::path) || (wkb.size() - at) / point < points)
        return trouble.unreadable = true, std::nullopt;
    string text;
    for (std::uint32_t i = 0; i < points; ++i, at += point) text += fmt::format("{}({},{})", i == 0 ? "" : ",", coordinate(wkb, at), coordinate(wkb, at + 8));
    return form == Form::point ? text : "[" + text + "]";
}

}  // namespace

bool is_zero_date(string_view text) {
    if (text.empty() || text == "0") return true;
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
    return text.substr(5, 2) == "00" || text.substr(8, 2) == "00" || text.substr(0, 4) == "0000";
}

string utf8_of_windows1252(string_view bytes) {
    // From 0x80 on; the five that are not defined stand for themselves, as in MySQL.
    constexpr char16_t above[]{0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
                               0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};
    string text;
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        if (c < 0x80) text += byte;
        else utf8::append(text, c < 0xa0 ? above[c - 0x80] : c);
    }
    return text;
}

optional<string> text_of(const Value& value, const ValueShape& shape, ValueTrouble& trouble) {
    switch (value.kind) {
        case Value::Kind::null: return std::nullopt;
        case Value::Kind::automatic:
        case Value::Kind::other: return trouble.unreadable = true, std::nullopt;
        case Value::Kind::now: return "now";
        default: break;
    }
    if (value.kind == Value::Kind::bits && shape.form != Form::bits && shape.form != Form::boolean) return number_text(value, trouble);
    switch (shape.form) {
        case Form::number: return number_text(value, trouble);
        case Form::boolean: return boolean_text(value, trouble);
        case Form::bits: return bits_text(value, shape.length, trouble);
        case Form::bytes: return hex_of(value.bytes);
        case Form::wkb: return hex_of(string_view{value.bytes}.substr(std::min(srid_bytes, value.bytes.size())));
        case Form::date:
            if (is_zero_date(value.bytes)) return trouble.zero_date = true, std::nullopt;
            return value.bytes;
        case Form::enumerated: return label_text(value, shape, trouble);
        case Form::set: return set_text(value, shape, trouble);
        case Form::point:
        case Form::path: return geometry_text(value.bytes, shape.form, trouble);
        case Form::text:
        case Form::json:
        case Form::time:
        case Form::interval: return text_text(value.bytes, trouble);
    }
    return std::nullopt;
}

}  // namespace assay::migration::mysql
