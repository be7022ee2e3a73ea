// Who may include whom: core ← world ← {sql, lab, map} ← domain ← {render, teach} ← face, and the parts
// that only compute touch no door to the outside.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "house.h"

namespace assay::house {

namespace {

// The folder that a path below src/ belongs to, as far as the rules of including tell folders apart:
// "core", "domain", "domain/postgres/rules".
std::string room_of(std::string_view path) {
    const auto parts = split(path, '/');
    if (parts[0] != "domain" || parts.size() == 2) return std::string{parts[0]};
    if (parts.size() == 3) return "domain/" + std::string{parts[1]};
    return "domain/" + std::string{parts[1]} + "/" + std::string{parts[2]};
}

bool is_in(std::string_view room, std::string_view folder) {
    return room == folder || starts_with(room, std::string{folder} + "/");
}

bool is_model(std::string_view room) { return starts_with(room, "domain/") && ends_with(room, "/model"); }

// Rules, advisors, models and renderers are functions of what they are given.
bool only_computes(std::string_view room) {
    return is_in(room, "render") || (starts_with(room, "domain/") && (is_model(room) || ends_with(room, "/rules") ||
                                                                      ends_with(room, "/advise")));
}

bool domain_may_include(std::string_view room, std::string_view other) {
    const auto own = "domain/" + std::string{split(room, '/')[1]};
    if (is_model(room)) return other == "core" || other == "sql" || is_model(other);
    if (only_computes(room))
        return other == "core" || other == "sql" || other == "map" || is_model(other) ||
               other == own + "/rules" || other == own + "/advise";
    if (own == "domain/joint" && is_in(other, "domain")) return true;
    return other == "core" || other == "world" || other == "sql" || other == "lab" || other == "map" ||
           other == "domain" || is_in(other, own) || is_model(other);
}

// The rooms that are no domain's, and what each may include besides itself.
const std::map<std::string_view, std::set<std::string_view>> rooms{
    {"core", {}},
    {"world", {"core"}},
    {"sql", {"core", "world"}},
    {"lab", {"core", "world"}},
    {"map", {"core", "world"}},
    {"domain", {"core", "world", "sql", "lab", "map"}},
    {"render", {"core"}},
    {"teach", {"core", "world", "sql", "lab", "map", "domain"}},
    {"face", {"core", "world", "sql", "lab", "map", "domain", "render", "teach"}}};

bool may_include(std::string_view room, std::string_view other) {
    if (starts_with(room, "domain/")) return domain_may_include(room, other);
    if (room == "render" && is_model(other)) return true;  // a plan is drawn as well as reported
    const auto first = split(other, '/')[0];
    return first == room || rooms.at(room).count(first) > 0;
}

// Headers of the system and of libraries that reach outside the process.
bool is_door(std::string_view header) {
    constexpr std::string_view doors[]{"fstream", "iostream", "thread", "unistd.h", "fcntl.h", "poll.h",
                                       "netdb.h", "libpq-fe.h", "httplib.h", "sys/", "netinet/", "arpa/"};
    return std::any_of(std::begin(doors), std::end(doors), [&](std::string_view door) {
        return door.back() == '/' ? starts_with(header, door) : header == door;
    });
}

Complaints include_complaints(const Tree& tree) {
    std::set<std::string> paths;
    for (const auto& file : tree) paths.insert(file.path);
    Complaints complaints;
    for (const auto& file : tree) {
        if (!starts_with(file.path, "src/") || !is_cpp(file) || is_test(file)) continue;
        const auto room = room_of(std::string_view{file.path}.substr(4));
        if (!starts_with(room, "domain/") && !rooms.count(room)) {
            complaints.push_back(file.path + ": the house has no room src/" + room);
            continue;
        }
        for (const auto& include : includes_of(file)) {
            const auto place = at(file, include.line) + ": ";
            if (include.is_system) {
                if (only_computes(room) && is_door(include.name))
                    complaints.push_back(place + "src/" + room + " only computes, but <" + include.name +
                                         "> is a door to the outside");
            } else if (!paths.count("src/" + include.name)) {
                complaints.push_back(place + "no file src/" + include.name + " (paths are said from src/)");
            } else if (const auto other = room_of(include.name); !may_include(room, other)) {
                complaints.push_back(place + "src/" + room + " may not include src/" + other);
            }
        }
    }
    return complaints;
}

// Slow to compile, so only one source pays for each.
Complaints heavy_header_complaints(const Tree& tree) {
    constexpr std::string_view heavy[]{"CLI/", "nlohmann/", "httplib.h", "simdjson.h"};
    // The values that every file of a protocol's folder passes on cannot be hidden in one source.
    constexpr std::string_view door_of_json = "src/face/mcp/json.h";
    Complaints complaints;
    for (const auto header : heavy) {
        std::set<std::string> users;
        for (const auto& file : tree) {
            if (!is_cpp(file) || !starts_with(file.path, "src/") || is_test(file) || file.path == door_of_json) continue;
            for (const auto& include : includes_of(file))
                if (starts_with(include.name, header) && !contains(include.name, "fwd")) users.insert(file.path);
        }
        for (const auto& user : users) {
            if (ends_with(user, ".h"))
                complaints.push_back(user + ": a header may not include <" + std::string{header} + "…>");
            else if (users.size() > 1)
                complaints.push_back(user + ": one .cpp may include <" + std::string{header} + "…>, and " +
                                     std::to_string(users.size()) + " do");
        }
    }
    return complaints;
}

struct Library {
    std::string_view header;
    std::string_view package;
};
constexpr Library libraries[]{
    {"CLI/", "libcli11-dev"},          {"benchmark/", "libbenchmark-dev"}, {"doctest/", "doctest-dev"},
    {"fmt/", "libfmt-dev"},            {"httplib.h", "libcpp-httplib-dev"}, {"libfyaml.h", "libfyaml-dev"},
    {"libpq-fe.h", "libpq-dev"},       {"libxml/", "libxml2-dev"},         {"md4c", "libmd4c-html0-dev"},
    {"nlohmann/", "nlohmann-json3-dev"}, {"openssl/", "libssl-dev"},       {"pcre2.h", "libpcre2-dev"},
    {"pg_query", "libpg-query-dev"},   {"simdjson.h", "libsimdjson-dev"},  {"sqlite3.h", "libsqlite3-dev"},
    {"tl/", "libexpected-dev"},        {"toml++/", "libtomlplusplus-dev"}, {"xxhash.h", "libxxhash-dev"}};

// A library that is used is installed by ./run or ./test, and its notice is given.
Complaints library_complaints(const Tree& tree) {
    std::set<std::string, std::less<>> packages;
    std::string notices;
    for (const auto& file : tree) {
        const auto name = file.path.substr(file.path.rfind('/') + 1);
        if (starts_with(name, "packages") && ends_with(name, ".txt"))
            for (const auto line : lines_of(file.text)) packages.insert(std::string{trimmed(split(line, '#')[0])});
        if (file.path == "THIRD_PARTY.md") notices = file.text;
    }
    std::set<std::string> complaints;
    for (const auto& file : tree)
        for (const auto& include : is_cpp(file) ? includes_of(file) : std::vector<Include>{})
            for (const auto& library : libraries) {
                if (!starts_with(include.name, library.header)) continue;
                const std::string package{library.package};
                if (!packages.count(package))
                    complaints.insert(at(file, include.line) + ": " + package + " stands in no packages*.txt");
                if (!contains(notices, package)) complaints.insert("THIRD_PARTY.md does not name " + package);
            }
    return {complaints.begin(), complaints.end()};
}

}  // namespace

TEST_SUITE("house") {
    TEST_CASE("house: includes point one way, and what only computes touches no door") {
        const auto complaints = include_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: each heavy header is included by one source") {
        const auto complaints = heavy_header_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: the libraries in use are installed and their notices given") {
        const auto complaints = library_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: the test of includes sees what it forbids, and nothing else") {
        const auto verdict = [](std::string path, std::string include) {
            Tree tree{{"src/" + path, "#include " + include + "\n"}};
            if (include.front() == '"')
                tree.push_back({"src/" + include.substr(1, include.size() - 2), "// Lives here.\n"});
            return include_complaints(tree).empty();
        };
        CHECK(verdict("world/files.cpp", "\"core/result.h\""));
        CHECK_FALSE(verdict("core/rule.h", "\"world/files.h\""));
        CHECK_FALSE(verdict("sql/script.cpp", "\"lab/lab.h\""));
        CHECK(verdict("domain/query/read/plan.cpp", "\"domain/postgres/model/schema.h\""));
        CHECK_FALSE(verdict("domain/query/read/plan.cpp", "\"domain/postgres/read/schema.h\""));
        CHECK(verdict("domain/joint/prove/route.cpp", "\"domain/postgres/read/schema.h\""));
        CHECK(verdict("domain/postgres/prove/lock.cpp", "\"lab/lab.h\""));
        CHECK_FALSE(verdict("domain/postgres/rules/lock.cpp", "\"lab/lab.h\""));
        CHECK(verdict("domain/postgres/rules/lock.cpp", "\"map/map.h\""));
        CHECK_FALSE(verdict("domain/postgres/advise/indexes.cpp", "\"world/files.h\""));
        CHECK_FALSE(verdict("domain/postgres/rules/lock.cpp", "<fstream>"));
        CHECK(verdict("domain/postgres/read/files.cpp", "<fstream>"));
        CHECK_FALSE(verdict("render/text.cpp", "\"world/terminal.h\""));
        CHECK_FALSE(verdict("teach/search.cpp", "\"face/cli/command.h\""));
        CHECK(verdict("face/cli/check.cpp", "\"render/render.h\""));
        CHECK(verdict("core/rule_test.cpp", "\"face/cli/command.h\""));
        CHECK_FALSE(verdict("attic/old.cpp", "\"core/rule.h\""));
        CHECK_FALSE(include_complaints({{"src/core/rule.cpp", "#include \"rule.h\"\n"}}).empty());
    }

    TEST_CASE("house: the test of libraries sees a second user, a header, and a missing package or notice") {
        CHECK(heavy_header_complaints({{"src/face/cli/main.cpp", "#include <CLI/CLI.hpp>\n"}}).empty());
        CHECK(heavy_header_complaints({{"src/a/a.cpp", "#include <CLI/CLI.hpp>\n"},
                                       {"src/b/b.cpp", "#include <CLI/App.hpp>\n"}})
                  .size() == 2);
        CHECK(heavy_header_complaints({{"src/a/a.h", "#include <simdjson.h>\n"}}).size() == 1);
        const File user{"src/a/a.cpp", "#include <pcre2.h>\n"};
        const File packages{"src/domain/a/packages.txt", "# expressions\nlibpcre2-dev # 10\n"};
        const File notices{"THIRD_PARTY.md", "| libpcre2-dev | BSD |\n"};
        CHECK(library_complaints({user, packages, notices}).empty());
        CHECK(library_complaints({user, packages}).size() == 1);
        CHECK(library_complaints({user, notices}).size() == 1);
    }
}

}  // namespace assay::house
