#include "render/render.h"

#include <iterator>

#include "render/view.h"

namespace assay {

namespace {

struct Facts {
    std::string_view extension, media_type;
};
constexpr std::string_view names[]{"text", "json", "sarif", "markdown", "html", "github", "gitlab", "junit"};
constexpr Facts facts[]{{"txt", "text/plain; charset=utf-8"}, {"json", "application/json"},
                        {"sarif", "application/sarif+json"},  {"md", "text/markdown; charset=utf-8"},
                        {"html", "text/html; charset=utf-8"}, {"txt", "text/plain; charset=utf-8"},
                        {"json", "application/json"},         {"xml", "application/xml"}};

}  // namespace

std::string render(const Report& report, Format format, const RenderOptions& options) {
    const rendering::View view = rendering::view_of(report, options);
    switch (format) {
        case Format::text:
            return rendering::text(view, options);
        case Format::json:
            return rendering::json(view, options);
        case Format::sarif:
            return rendering::sarif(view);
        case Format::markdown:
            return rendering::markdown(view);
        case Format::html:
            return rendering::html(view, options);
        case Format::github:
            return rendering::github(view);
        case Format::gitlab:
            return rendering::gitlab(view);
        case Format::junit:
            return rendering::junit(view, options);
    }
    return {};
}

std::string_view name(Format format) {
    return names[static_cast<std::size_t>(format)];
}

std::optional<Format> format_from(std::string_view wanted) {
    for (std::size_t i = 0; i < std::size(names); ++i)
        if (names[i] == wanted) return static_cast<Format>(i);
    return {};
}

std::span<const std::string_view> format_names() {
    return names;
}
std::string_view file_extension(Format format) {
    return facts[static_cast<std::size_t>(format)].extension;
}
std::string_view media_type(Format format) {
    return facts[static_cast<std::size_t>(format)].media_type;
}

}  // namespace assay
