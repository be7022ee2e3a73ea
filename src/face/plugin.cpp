#include "face/plugin.h"

#include <fmt/core.h>
#include <libfyaml.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

#include "core/text.h"
#include "face/mcp/consultation.h"
#include "world/files.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t name_bytes = 64, description_bytes = 1'024;

// Lower case with hyphens: what programs take as a name.
bool is_name(std::string_view text) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= name_bytes && text.front() != '-' && text.back() != '-' && std::all_of(text.begin(), text.end(), fits);
}

struct DiagnosticsCloser {
    void operator()(fy_diag* diagnostics) const { fy_diag_destroy(diagnostics); }
};

// The library would print what it finds wrong.
std::unique_ptr<fy_diag, DiagnosticsCloser> silence() {
    fy_diag_cfg config{};
    fy_diag_cfg_default(&config);
    config.fp = nullptr;
    config.output_fn = [](fy_diag*, void*, const char*, std::size_t) {};
    return std::unique_ptr<fy_diag, DiagnosticsCloser>{fy_diag_create(&config)};
}

// The YAML between the two lines "---" that a page begins with.
class FrontMatter {
public:
    static Result<FrontMatter> read(std::string_view text) {
        constexpr std::string_view fence = "---\n";
        const auto end = starts_with(text, fence) ? text.find("\n---\n", fence.size() - 1) : text.npos;
        if (end == text.npos) return fail("expected front matter between two lines of ---");
        // Its size is bounded by the file's; a page's head is short.
        const auto yaml = text.substr(fence.size(), end + 1 - fence.size());
        const auto diagnostics = silence();
        fy_parse_cfg quiet{};
        quiet.diag = diagnostics.get();
        quiet.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_DISABLE_RECYCLING);
        std::unique_ptr<fy_document, decltype(&fy_document_destroy)> document{fy_document_build_from_string(&quiet, yaml.data(), yaml.size()), fy_document_destroy};
        if (!document || !fy_node_is_mapping(fy_document_root(document.get()))) return fail("the front matter is no YAML mapping");
        return FrontMatter{std::move(document)};
    }

    std::optional<std::string> text(const char* name) const {
        fy_node* node = fy_node_by_path(fy_document_root(document_.get()), name, FY_NT, FYNWF_DONT_FOLLOW);
        if (!node || !fy_node_is_scalar(node)) return {};
        std::size_t length = 0;
        const char* bytes = fy_node_get_scalar(node, &length);
        return std::string{bytes, length};
    }

private:
    using Document = std::unique_ptr<fy_document, decltype(&fy_document_destroy)>;
    explicit FrontMatter(Document document) : document_{std::move(document)} {}
    Document document_;
};

class Checker {
public:
    explicit Checker(const fs::path& folder) : folder_{folder} {}

    void manifest() {
        with_json(".claude-plugin/plugin.json", [&](const mcp::Json& json, const std::string& file) {
            if (!is_name(mcp::text_in(json, "name").value_or(""))) say(file, "\"name\": expected lower case with hyphens");
        });
    }

    void registration() {
        with_json(".mcp.json", [&](const mcp::Json& json, const std::string& file) {
            const auto* servers = mcp::member(json, "mcpServers");
            const auto* assay = servers ? mcp::member(*servers, "assay") : nullptr;
            if (!assay || !mcp::text_in(*assay, "command")) say(file, "\"mcpServers\": expected \"assay\" with a \"command\"");
        });
    }

    // Pages of a kind: agents and skills have a name, which is the file's or its folder's.
    void pages(const char* place, const char* file_name, bool named) {
        std::error_code error;
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator{folder_ / place, error}) found.push_back(*file_name ? entry.path() / file_name : entry.path());
        std::sort(found.begin(), found.end());
        for (const auto& path : found) {
            const auto expected = *file_name ? path.parent_path().filename().string() : path.stem().string();
            const auto shown = path.lexically_relative(folder_).string();
            const auto text = read_file(path);
            if (!text) say(shown, text.error().message);
            else page(shown, *text, named ? expected : "");
        }
    }

    // The agent must say of each tool what it is for.
    void tools() {
        std::string agents;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator{folder_ / "agents", error}) agents += read_file(entry.path()).value_or("");
        for (const auto* consultation : mcp::consultations())
            if (agents.find(fmt::format("`{}`", consultation->name)) == agents.npos) say("agents", fmt::format("no agent says when to use the tool `{}`", consultation->name));
    }

    std::vector<Error> take() { return std::move(problems_); }

private:
    void say(const std::string& file, std::string what) { problems_.push_back({std::move(what), {file}}); }

    void with_json(const std::string& file, const std::function<void(const mcp::Json&, const std::string&)>& use) {
        const auto text = read_file(folder_ / file);
        if (!text) return say(file, text.error().message);
        const auto json = mcp::parse_json(*text);
        if (!json) return say(file, json.error().message);
        use(*json, file);
    }

    void page(const std::string& file, std::string_view text, const std::string& name) {
        const auto front = FrontMatter::read(text);
        if (!front) return say(file, front.error().message);
        if (!name.empty() && (front->text("name") != name || !is_name(name))) say(file, fmt::format("name: expected '{}', lower case with hyphens", name));
        const auto description = front->text("description").value_or("");
        if (description.empty() || description.size() > description_bytes || description.find('\n') != description.npos)
            say(file, fmt::format("description: expected one line of at most {} bytes", description_bytes));
    }

    fs::path folder_;
    std::vector<Error> problems_;
};

}  // namespace

Result<std::vector<Error>> plugin_problems(const fs::path& folder) {
    if (!fs::exists(folder / ".claude-plugin")) return fail("no plugin: it has no folder .claude-plugin", {folder.string()});
    Checker checker{folder};
    checker.manifest();
    checker.registration();
    checker.pages("agents", "", true);
    checker.pages("skills", "SKILL.md", true);
    checker.pages("commands", "", false);
    checker.tools();
    return checker.take();
}

}  // namespace assay
