// Text: the few operations on strings that everything needs.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

inline bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}
inline bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// The parts between separators; an empty text has one empty part.
inline std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == text.npos) return parts;
        text.remove_prefix(at + 1);
    }
}
inline std::vector<std::string_view> lines_of(std::string_view text) { return split(text, '\n'); }
// The parts are views: of a text that is gone at the end of the line they would be of nothing.
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> split(Temporary&& text, char separator) = delete;
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> lines_of(Temporary&& text) = delete;

inline std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    std::string result;
    std::size_t start = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, start)) {
        result.append(text.substr(start, at - start)).append(with);
        start = at + what.size();
    }
    return result.append(text.substr(start));
}

inline std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

}  // namespace assay
