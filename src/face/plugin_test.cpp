#include "face/plugin.h"

#include <doctest/doctest.h>

#include "world/cleanup.h"
#include "world/files.h"

using namespace assay;

namespace {

std::vector<std::string> problems_of(const std::filesystem::path& folder) {
    const auto problems = plugin_problems(folder);
    REQUIRE(problems);
    std::vector<std::string> texts;
    for (const auto& problem : *problems) texts.push_back(problem.text());
    return texts;
}

}  // namespace

TEST_CASE("plugin: ours is well formed") { CHECK(problems_of(std::filesystem::path{ASSAY_ROOT} / "plugin").empty()); }

TEST_CASE("plugin: what is wrong is said, file by file") {
    const auto folder = PrivateFolder::make(std::filesystem::temp_directory_path(), "plugin-test");
    REQUIRE(folder);
    CHECK_FALSE(plugin_problems(folder->path()));
    std::filesystem::copy(std::filesystem::path{ASSAY_ROOT} / "plugin", folder->path(), std::filesystem::copy_options::recursive);
    const auto spoilt = [&](const char* file, const char* text, const char* expected) {
        const auto path = folder->path() / file;
        const auto before = read_file(path);
        REQUIRE(write_file(path, text));
        const auto problems = problems_of(folder->path());
        REQUIRE_FALSE(problems.empty());
        CAPTURE(problems.front());
        CHECK(problems.front().find(expected) != std::string::npos);
        if (before) REQUIRE(write_file(path, *before));
        else std::filesystem::remove(path);
    };
    spoilt(".claude-plugin/plugin.json", R"({"name":"As Say"})", "lower case");
    spoilt(".claude-plugin/plugin.json", "{", "no JSON");
    spoilt(".mcp.json", R"({"mcpServers":{}})", "\"command\"");
    spoilt("skills/index-choice/SKILL.md", "no front matter", "front matter");
    spoilt("skills/index-choice/SKILL.md", "---\nname: other\ndescription: x\n---\n", "expected 'index-choice'");
    spoilt("skills/index-choice/SKILL.md", "---\nname: index-choice\n---\n", "description");
    spoilt("skills/index-choice/SKILL.md", "---\nname: [index-choice\n---\n", "no YAML");
    spoilt("commands/check.md", "---\ndescription: \"a\\nb\"\n---\n", "one line");
    spoilt("agents/backend-database-systems.md", "---\nname: backend-database-systems\ndescription: x\n---\n", "`check`");
    CHECK(problems_of(folder->path()).empty());
}
