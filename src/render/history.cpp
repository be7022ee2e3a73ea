#include "render/history.h"

#include <fmt/core.h>

#include <algorithm>

#include "render/plain.h"

namespace assay::rendering {

namespace {

using migration::Applied;
using migration::History;
using migration::Version;

constexpr std::size_t shown_at_most = 20;

std::string_view back(const History& history, const Version& version) {
    if (!version.stuck.empty()) return "stuck";
    if (!version.lost.empty() && !version.down.empty()) return "loses";
    if (!version.down.empty()) return "yes";
    return history.goes_back() ? "no" : "";
}

std::string state(const Version& version, const Applied* applied) {
    const auto* ran = applied ? applied->find(version) : nullptr;
    if (ran && ran->failed) return "failed";
    if (version.edited) return "edited";
    if (applied) return ran ? "applied" : "pending";
    return version.released ? "released" : "";
}

bool is_plain(const History& history, const Version& version, const Applied* applied) {
    const auto word = state(version, applied);
    return word != "failed" && word != "edited" && word != "pending" && back(history, version) != "stuck";
}

}  // namespace

std::string history_text(const History& history, const Applied* applied, const RenderOptions& options) {
    std::size_t widest = 4;
    for (const auto& version : history.versions) widest = std::max(widest, version.name.size());
    const int name_width = std::min(static_cast<int>(widest), std::max(options.width - 24, 20));
    const bool with_back = history.goes_back();
    std::string text = fmt::format("{:<{}}  {:<8}{}\n", "file", name_width, applied ? "server" : "git", with_back ? "  back" : "");
    std::size_t left_out = 0;
    const auto count = history.versions.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto& version = history.versions[i];
        if (i + shown_at_most < count && is_plain(history, version, applied)) {
            ++left_out;
            continue;
        }
        const auto name = truncated(one_line(version.name), name_width, "…");
        text += fmt::format("{}{}  {:<8}{}", name, std::string(static_cast<std::size_t>(std::max(name_width - display_width(name), 0)), ' '), state(version, applied), with_back ? fmt::format("  {}", back(history, version)) : "");
        while (text.ends_with(' ')) text.pop_back();
        text += "\n";
    }
    if (left_out > 0) text += fmt::format("and {} before them of which nothing is to be said\n", left_out);
    return text + "\n";
}

void write_history(JsonWriter& json, const History& history, const Applied* applied) {
    json.array("history", [&] {
        for (const auto& version : history.versions)
            json.object([&] {
                json.member_or_null("version", version.version);
                json.member("file", version.path);
                json.array("parents", [&] {
                    for (const auto& parent : version.parents) json.value(parent);
                });
                json.member_or_null("down", version.down);
                json.member_or_null("stuck", version.stuck);
                json.array("loses", [&] {
                    for (const auto& lost : version.lost) json.value(lost);
                });
                json.member_or_null("checksum", version.checksum);
                json.member("released", version.released);
                json.member("edited", version.edited);
                json.key("applied");
                if (applied) json.value(applied->find(version) != nullptr);
                else json.null();
            });
    });
    json.key("book");
    if (applied) json.value(applied->table);
    else json.null();
}

}  // namespace assay::rendering
