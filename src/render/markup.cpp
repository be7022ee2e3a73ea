#include "render/markup.h"

#include "core/text.h"
#include "core/utf8.h"
#include "render/plain.h"

namespace assay::rendering {

std::string escaped_markup(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const char32_t character = take_character(text);
        switch (character) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            case '\n':
                escaped += '\n';
                break;
            case '\t':
                escaped += '\t';
                break;
            case '\r':
                break;
            default: {
                std::string one;
                utf8::append(one, character);
                const std::string visible = one_line(one);
                // "<U+202E>" has an angle bracket of its own.
                escaped += visible.starts_with("<U+")
                               ? "&lt;" + visible.substr(1, visible.size() - 2) + "&gt;"
                               : visible;
            }
        }
    }
    return escaped;
}

std::string escaped_attribute(std::string_view text) {
    return replaced(replaced(escaped_markup(text), "\n", "&#10;"), "\t", "&#9;");
}

}  // namespace assay::rendering
