// Renderers: a report as text, JSON, SARIF and so on. Pure functions of the report and the options.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/report.h"

namespace assay {

namespace rendering {
class JsonWriter;
}

enum class Format : unsigned char { text, json, sarif, markdown, html, github, gitlab, junit };

struct RenderOptions {
    int width = 80;                      // columns of text; only what must be copied in one piece is longer
    bool colour = false;                 // text: SGR sequences
    bool ascii = false;                  // text: no characters beyond ASCII of our own
    bool verbose = false;                // text: every finding in full, every line of evidence
    bool show_values = false;            // what row_value marks (core/values.h) is printed, not ***
    std::string base = {};               // a folder: the paths of files below it are shown relative to it
    std::function<void(rendering::JsonWriter&)> more_json = {};  // json: members of an advisor's own, beside the findings
    std::string more_html = {};          // html: an advisor's own part, before the findings
    Severity fail_on = Severity::error;  // junit: from here on a finding is a failure
};

std::string render(const Report& report, Format format, const RenderOptions& options = {});

std::string_view name(Format format);
std::optional<Format> format_from(std::string_view name);
std::span<const std::string_view> format_names();  // in the order of the enum
// Of a file of this format, without the dot: "md".
std::string_view file_extension(Format format);
// For the web face: "text/html; charset=utf-8".
std::string_view media_type(Format format);

}  // namespace assay
