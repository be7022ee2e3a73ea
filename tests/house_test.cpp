// The house's style, where a machine can tell: names, sizes, first lines, unfinished words, paths of one
// machine; and that the rules' objects run nothing before main().
#include <doctest/doctest.h>
#include <elf.h>

#include <cstring>
#include <set>

#include "house.h"

namespace assay::house {

namespace {

constexpr std::size_t largest_source_lines = 600;

bool is_source(const File& file) {
    return has_extension(file, {".h", ".cpp", ".sql", ".cmake", ".py", ".sh", ".awk", ".ts"}) ||
           ends_with(file.path, "CMakeLists.txt");
}

// What people of this project write by hand; not data that tests compare with, nor the example back ends.
bool is_ours(const File& file) {
    if (starts_with(file.path, "tests/snapshots/") || starts_with(file.path, "tests/data/")) return false;
    for (const std::string_view folder : {"src/", "tests/", "tools/", "bench/", "ui/", "plugin/", "guide/", ".ci/"})
        if (starts_with(file.path, folder)) return true;
    return file.path == "run" || file.path == "test" || file.path == "CMakeLists.txt";
}

Complaints header_complaints(const Tree& tree) {
    Complaints complaints;
    for (const auto& file : tree) {
        if (!ends_with(file.path, ".h")) continue;
        const auto first = lines_of(file.text)[0];
        if (!starts_with(first, "// ") || first.size() < 15)
            complaints.push_back(file.path + ":1: the first line is a // comment that says what lives here");
        if (!contains(file.text, "\n#pragma once\n"))
            complaints.push_back(file.path + ": has no #pragma once");
    }
    return complaints;
}

Complaints size_complaints(const Tree& tree) {
    Complaints complaints;
    for (const auto& file : tree) {
        // A shim is a list of functions: nobody reads it, and an extension's are one script.
        if (!is_ours(file) || !is_source(file) || file.path.find("src/lab/shims/") == 0) continue;
        const auto lines = static_cast<std::size_t>(std::count(file.text.begin(), file.text.end(), '\n'));
        if (lines >= largest_source_lines)
            complaints.push_back(file.path + ": " + std::to_string(lines) +
                                 " lines are not read in one sitting; part it by what it does");
    }
    return complaints;
}

bool is_snake_case(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

Complaints file_name_complaints(const Tree& tree) {
    std::set<std::string> complaints;
    for (const auto& file : tree) {
        const bool has_snake_names = starts_with(file.path, "src/") || starts_with(file.path, "tests/") ||
                                     starts_with(file.path, "tools/");
        if (!has_snake_names || !is_ours(file)) continue;
        for (const auto part : split(file.path, '/'))
            if (!is_snake_case(part) && part != "README.md" && part != "CMakeLists.txt" && part != ".clang-tidy")
                complaints.insert(file.path + ": '" + std::string{part} + "' is not snake_case");
    }
    return {complaints.begin(), complaints.end()};
}

// The name that a line defines a type by, or nothing: "struct Plan : Model {" gives "Plan".
std::string_view defined_type(std::string_view line) {
    line = trimmed(line);
    for (const std::string_view keyword : {"enum class ", "enum ", "class ", "struct "}) {
        if (!starts_with(line, keyword)) continue;
        line = trimmed(line.substr(keyword.size()));
        const auto end = std::find_if_not(line.begin(), line.end(), is_word_character);
        const auto name = line.substr(0, static_cast<std::size_t>(end - line.begin()));
        const auto rest = trimmed(line.substr(name.size()));
        const bool opens = starts_with(rest, "{") || starts_with(rest, "final") ||
                           (starts_with(rest, ":") && !starts_with(rest, "::"));
        return opens && !ends_with(rest, ";") ? name : std::string_view{};
    }
    return {};
}

Complaints type_name_complaints(const Tree& tree) {
    Complaints complaints;
    for (const auto& file : tree) {
        if (!is_ours(file) || !is_cpp(file)) continue;
        const auto lines = lines_of(file.text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto name = defined_type(lines[i]);
            if (!name.empty() && (contains(name, "_") || name[0] < 'A' || name[0] > 'Z'))
                complaints.push_back(at(file, i + 1) + ": the type " + std::string{name} + " is not CamelCase");
        }
    }
    return complaints;
}

Complaints unfinished_complaints(const Tree& tree) {
    // In parts, so that this file does not hold them.
    const std::string words[]{"TO" "DO", "FIX" "ME", "XX" "X"};
    Complaints complaints;
    for (const auto& file : tree) {
        if (!is_ours(file)) continue;
        const auto lines = lines_of(file.text);
        for (std::size_t i = 0; i < lines.size(); ++i)
            for (const auto& word : words) {
                const auto start = lines[i].find(word);
                if (start == std::string_view::npos) continue;
                const auto end = start + word.size();
                if (start > 0 && is_word_character(lines[i][start - 1])) continue;
                if (end < lines[i].size() && is_word_character(lines[i][end])) continue;
                complaints.push_back(at(file, i + 1) + ": says " + word + "; finish it or open an issue");
            }
    }
    return complaints;
}

// Whether a line holds `folder` as the start of an absolute path with something below it.
bool names_path(std::string_view line, std::string_view folder) {
    for (auto start = line.find(folder); start != line.npos; start = line.find(folder, start + 1)) {
        const auto below = line.substr(start + folder.size());
        const bool is_absolute = start == 0 || (!is_word_character(line[start - 1]) &&
                                                std::string_view{".-/}"}.find(line[start - 1]) == line.npos);
        const bool is_example = starts_with(below, "user/") || starts_with(below, "you/");
        if (is_absolute && !below.empty() && is_word_character(below[0]) && !is_example) return true;
    }
    return false;
}

Complaints machine_path_complaints(const Tree& tree, const std::string& root) {
    std::vector<std::string> folders{"/home/", "/Users/", "/root/", "/wo" "rk/"};
    if (std::count(root.begin(), root.end(), '/') > 1) folders.push_back(root + "/");
    Complaints complaints;
    for (const auto& file : tree) {
        const auto lines = lines_of(file.text);
        for (std::size_t i = 0; i < lines.size(); ++i)
            for (const auto& folder : folders)
                if (names_path(lines[i], folder)) {
                    complaints.push_back(at(file, i + 1) + ": names a path of one machine, below " + folder);
                    break;
                }
    }
    return complaints;
}

// The names of an object file's sections; none when it is not a 64-bit ELF file.
std::vector<std::string> sections_of(std::string_view object) {
    Elf64_Ehdr header;
    if (object.size() < sizeof header) return {};
    std::memcpy(&header, object.data(), sizeof header);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) return {};
    if (header.e_shoff + header.e_shnum * sizeof(Elf64_Shdr) > object.size()) return {};
    std::vector<Elf64_Shdr> sections(header.e_shnum);
    std::memcpy(sections.data(), object.data() + header.e_shoff, sections.size() * sizeof(Elf64_Shdr));
    if (header.e_shstrndx >= sections.size()) return {};
    const auto names = object.substr(std::min<std::size_t>(sections[header.e_shstrndx].sh_offset, object.size()));
    std::vector<std::string> found;
    for (const auto& section : sections)
        if (section.sh_name < names.size()) found.emplace_back(names.data() + section.sh_name);
    return found;
}

bool has_dynamic_initialiser(std::string_view object) {
    const auto sections = sections_of(object);
    return std::any_of(sections.begin(), sections.end(), [](const std::string& name) {
        return starts_with(name, ".init_array") || starts_with(name, ".ctors");
    });
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

// The folder that this program was built in: the program lies in its folder tests/.
std::filesystem::path build_folder() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#elif defined(__has_feature)
constexpr bool is_sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool is_sanitized = false;
#endif

}  // namespace

TEST_SUITE("house") {
    TEST_CASE("house: a header's first line says what lives there") {
        const auto complaints = header_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: files are read in one sitting") {
        const auto complaints = size_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: files are named in snake_case, types in CamelCase") {
        const auto files = file_name_complaints(this_tree());
        CHECK_MESSAGE(files.empty(), listed(files));
        const auto types = type_name_complaints(this_tree());
        CHECK_MESSAGE(types.empty(), listed(types));
    }

    TEST_CASE("house: nothing is left unfinished") {
        const auto complaints = unfinished_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: no file names a path of one machine") {
        const auto complaints = machine_path_complaints(this_tree(), ASSAY_ROOT);
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: rules run nothing before main()" * doctest::skip(is_sanitized)) {
        const auto objects = build_folder() / "CMakeFiles/assay_all.dir/src/domain";
        int rules = 0;
        for (const auto& file : this_tree()) {
            if (!contains(file.path, "/rules/") || !ends_with(file.path, ".cpp") || is_test(file)) continue;
            const auto object = objects / (file.path.substr(std::string_view{"src/domain/"}.size()) + ".o");
            const auto bytes = bytes_of(object);
            CHECK_MESSAGE(!sections_of(bytes).empty(), object.string(), " was not built, so it cannot be checked");
            CHECK_MESSAGE(!has_dynamic_initialiser(bytes), file.path,
                          " has a dynamic initialiser; make its objects constinit or constexpr");
            ++rules;
        }
        INFO(rules, " rules in C++");
        // This program itself registers its tests before main(), so the reader must see that in its object.
        const auto own = build_folder() / "tests/CMakeFiles/unit_tests.dir/house_test.cpp.o";
        CHECK(has_dynamic_initialiser(bytes_of(own)));
    }

    TEST_CASE("house: the tests of style see what they forbid, and nothing else") {
        CHECK(header_complaints({{"src/a/a.h", "// What lives in here.\n#pragma once\n"}}).empty());
        CHECK(header_complaints({{"src/a/a.h", "#pragma once\n"}}).size() == 2);
        CHECK(size_complaints({{"src/a/a.cpp", std::string(599, '\n')}}).empty());
        CHECK(size_complaints({{"src/a/a.cpp", std::string(600, '\n')}}).size() == 1);
        CHECK(file_name_complaints({{"src/a/unread_file_test.cpp", ""}, {"src/a/README.md", ""}}).empty());
        CHECK(file_name_complaints({{"src/a/UnreadFile.cpp", ""}, {"src/b-c/d.h", ""}}).size() == 2);
        CHECK(type_name_complaints({{"src/a/a.h", "struct stat info{};\nstruct sqlite3;\nstruct Plan : Model {\n"}})
                  .empty());
        CHECK(type_name_complaints({{"src/a/a.h", "struct plan_node {\nenum class state : char {\n"}}).size() == 2);
        const std::string unfinished = "XX" "X";
        CHECK(unfinished_complaints({{"src/a/a.cpp", "mkdtemp(\"a" + unfinished + unfinished + "\");\n"}}).empty());
        CHECK(unfinished_complaints({{"src/a/a.cpp", "// " + unfinished + ": later\n"}}).size() == 1);
        CHECK(unfinished_complaints({{"examples/shop/a.sql", "-- " + unfinished + "\n"}}).empty());
    }

    TEST_CASE("house: the test of paths tells a machine's from a route's") {
        const auto complains = [](const std::string& line) {
            return !machine_path_complaints({{"docs/a.md", line + "\n"}}, "/srv/builds/assay").empty();
        };
        CHECK(complains("see /ho" "me/ada/assay/run"));
        CHECK(complains("\"/srv/builds/assay/src/a.cpp\""));
        CHECK_FALSE(complains("see /home/you/shop, or ~/shop"));
        CHECK_FALSE(complains("GET /api/home/banners"));
        CHECK_FALSE(complains("https://example.org/home/banners"));
        CHECK_FALSE(complains("HOME=/home/$USER"));
        CHECK_FALSE(complains("var/srv/builds/assay/src"));
    }
}

}  // namespace assay::house
