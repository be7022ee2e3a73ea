#include "face/mcp/findings.h"

#include <fmt/core.h>

#include "core/text.h"
#include "world/files.h"

namespace assay::mcp {

namespace {

std::string place_of(const Json& location) {
    auto text = location.value("file", "");
    if (const auto line = location.value("line", 0); line > 0) text += fmt::format(":{}", line);
    return text;
}

// What to decide by; `report` with the key gives the rest.
Json in_short(const Json& finding) {
    Json result{{"key", finding["key"]}, {"severity", finding["severity"]}, {"effect", finding["effect"]}, {"object", finding["object"]},
                {"message", finding["message"]}, {"proof", finding["proof_state"]}};
    if (const auto& location = finding["location"]; !location.is_null()) result["at"] = place_of(location);
    if (const auto& proof = finding["proof"]; !proof.is_null())
        result["proof"] = fmt::format("{}: {} → {}", finding["proof_state"].get<std::string>(), proof["before"].get<std::string>(), proof["after"].get<std::string>());
    if (const auto& fix = finding["fix"]; !fix.is_null())
        result["fix"] = fmt::format("{} ({}{})", fix["title"].get<std::string>(), fix["safety"].get<std::string>(), fix["proof"].is_null() ? "" : ", tried in the lab");
    if (finding["count"] > 1) result["count"] = finding["count"];
    return result;
}

// How many rules did not run, by what they need.
Json not_run(const Json& report) {
    Json needs = Json::object();
    for (const auto& each : report["not_run"]) {
        auto& count = needs[each["needs"].get<std::string>()];
        count = count.is_null() ? 1 : count.get<int>() + 1;
    }
    return needs;
}

Json first_of(const Json& list, std::size_t most) {
    Json result = Json::array();
    for (const auto& each : list)
        if (result.size() < most) result.push_back(each);
    return result;
}

}  // namespace

const std::string_view page_of_findings_schema =
    R"({"type":"object","required":["report","total","findings"],"properties":{)"
    R"("report":{"type":"string","description":"handle for report, fix and map; lives 30 minutes"},"total":{"type":"integer"},)"
    R"("findings":{"type":"array","description":"worst first","items":{"type":"object","required":["key","severity","object","message","proof"]}},)"
    R"("next":{"type":["integer","null"],"description":"give it to report as from"}}})";

Json page_of_findings(const Kept& kept, std::size_t first) {
    const auto& all = kept.report["findings"];
    first = std::min(first, all.size());
    auto page = as_many_as_fit(std::ranges::subrange{all.begin() + static_cast<std::ptrdiff_t>(first), all.end()}, result_bytes, in_short);
    const auto next = first + page.size();
    Json result{{"report", kept.handle}, {"total", all.size()}, {"findings", std::move(page)}, {"next", next < all.size() ? Json(next) : Json{}}};
    if (first > 0) return result;
    constexpr std::size_t sources_shown = 8;
    result["summary"] = kept.report["summary"];
    for (const char* member : {"command", "proof_seconds"}) result["summary"].erase(member);
    result["read"] = first_of(kept.report["read"], sources_shown);
    if (!kept.report["unread"].empty()) result["unread"] = first_of(kept.report["unread"], sources_shown);
    if (auto needs = not_run(kept.report); !needs.empty()) result["rules_not_run_for_want_of"] = std::move(needs);
    return result;
}

Result<std::shared_ptr<Kept>> run_and_keep(std::unique_ptr<cli::Run> run, std::string_view title, std::optional<TextAsFile> text, Call& call,
                                           Desk& desk) {
    auto& sources = run->request.sources;
    if (text) sources.clear();
    auto kept = std::make_shared<Kept>();
    // As they were named: what is admitted holds the addresses of databases, passwords and all.
    kept->title = text ? fmt::format("{} of a text", title) : sources.empty() ? std::string{title} : fmt::format("{} of {}", title, joined(sources, ", "));
    if (auto admitted = desk.roots.admit(run->request); !admitted) return tl::unexpected(admitted.error());
    kept->folder = text ? text->folder() : std::filesystem::current_path();
    if (text) {
        sources = {text->path()};
        kept->holds = std::make_shared<TextAsFile>(std::move(*text));
    }
    {
        const Following following{run->request, call};
        if (auto done = run->find ? run->find(*run) : cli::find_and_prove(*run); !done) return tl::unexpected(done.error());
    }
    if (call.stopped()) return fail("stopped, as was asked");  // nobody waits for it: its lab goes
    RenderOptions options;
    options.base = kept->folder;
    kept->report = Json::parse(render(run->session->report(), Format::json, options));
    kept->run = std::move(run);
    desk.shelf.put(kept);
    return kept;
}

Result<std::shared_ptr<Kept>> kept_for(const Json& arguments, Desk& desk) {
    auto kept = desk.shelf.find(text_in(arguments, "report").value_or(""));
    if (!kept || !member(kept->report, "findings")) return fail("there is no such report, or it is too old: check again");
    return kept;
}

Result<TextAsFile> TextAsFile::make(std::string_view text, std::string_view name) {
    auto folder = PrivateFolder::make(std::filesystem::temp_directory_path(), "mcp");
    if (!folder) return tl::unexpected(folder.error());
    TextAsFile file{std::move(*folder), name};
    if (auto written = write_file(file.path(), text); !written) return tl::unexpected(written.error());
    return file;
}

Result<std::optional<TextAsFile>> text_instead_of_sources(const Json& arguments, std::string_view argument, std::string_view name) {
    if (const auto text = text_in(arguments, argument)) {
        auto made = TextAsFile::make(*text, name);
        if (!made) return tl::unexpected(made.error());
        return std::optional{std::move(*made)};
    }
    if (!member(arguments, "sources")) return fail(fmt::format("expected '{}' or 'sources'", argument));
    return std::optional<TextAsFile>{};
}

std::string cut(std::string_view text, std::size_t most_bytes) {
    if (text.size() <= most_bytes) return std::string{text};
    auto end = text.rfind('\n', most_bytes);
    if (end == text.npos) end = most_bytes;
    return fmt::format("{}\n… {} more bytes", text.substr(0, end), text.size() - end);
}

}  // namespace assay::mcp
