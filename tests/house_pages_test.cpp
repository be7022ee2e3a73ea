// A rule is two files: each rule has its page, and each page says and shows all that it must. That the
// cases come out as the page says is tested by running them, not here.
#include <doctest/doctest.h>

#include <set>

#include "core/catalogue.h"
#include "house.h"

namespace assay::house {

namespace {

constexpr std::string_view sections[]{"What it finds", "Why it matters", "When it is wrong",
                                      "The fix",       "Basis",          "Cases"};

struct Section {
    std::string heading;
    std::string text;  // without fences and HTML comments
};

struct Page {
    std::string title;
    std::vector<Section> sections;
    std::vector<std::string> fences;  // what follows the opening ```: "sql case=fires"
    bool is_closed = true;
};

std::string without_comments(std::string text) {
    for (auto start = text.find("<!--"); start != text.npos; start = text.find("<!--", start)) {
        const auto end = text.find("-->", start);
        text.erase(start, end == text.npos ? end : end + 3 - start);
    }
    return text;
}

Page read_page(const std::string& markdown) {
    Page page;
    bool is_in_fence = false;
    for (const auto line : lines_of(markdown)) {
        if (starts_with(line, "```")) {
            if (!is_in_fence) page.fences.emplace_back(trimmed(line.substr(3)));
            is_in_fence = !is_in_fence;
        } else if (is_in_fence) {
            continue;
        } else if (starts_with(line, "# ") && page.title.empty()) {
            page.title = trimmed(line.substr(2));
        } else if (starts_with(line, "## ")) {
            page.sections.push_back({std::string{trimmed(line.substr(3))}, ""});
        } else if (!page.sections.empty()) {
            page.sections.back().text.append(line).append("\n");
        }
    }
    for (auto& section : page.sections) section.text = without_comments(section.text);
    page.is_closed = !is_in_fence;
    return page;
}

bool has_word(const std::string& fence, std::string_view word) {
    const auto words = split(fence, ' ');
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool has_fence(const Page& page, std::string_view word) {
    return std::any_of(page.fences.begin(), page.fences.end(),
                       [&](const std::string& fence) { return has_word(fence, word); });
}

Complaints section_complaints(const std::string& path, const Page& page) {
    std::vector<std::string> headings;
    for (const auto& section : page.sections) headings.push_back(section.heading);
    const std::vector<std::string> wanted{std::begin(sections), std::end(sections)};
    if (headings != wanted)
        return {path + ": its headings are '" + joined(headings, ", ") + "', not '" + joined(wanted, ", ") + "'"};
    Complaints complaints;
    for (const auto& section : page.sections) {
        if (section.heading != "Cases" && trimmed(section.text).empty())
            complaints.push_back(path + ": '" + section.heading + "' is empty");
        if (section.heading == "Why it matters" && section.text.find_first_of("0123456789") == std::string::npos)
            complaints.push_back(path + ": 'Why it matters' gives no figure");
    }
    return complaints;
}

Complaints page_complaints(const File& file) {
    const auto page = read_page(file.text);
    auto complaints = section_complaints(file.path, page);
    const auto complain = [&](const char* what) { complaints.push_back(file.path + ": " + what); };
    if (page.title.empty()) complain("has no title");
    if (!starts_with(file.text, "# ")) complain("does not begin with its title");
    if (!page.is_closed) complain("a fence is not closed");
    if (!has_fence(page, "case=fires")) complain("no case fires");
    if (!has_fence(page, "finding")) complain("no case shows its finding");
    if (!has_fence(page, "case=clean")) complain("no case is a clean look-alike");
    return complaints;
}

Complaints rule_complaints(const Tree& tree) {
    std::set<std::string> rules, pages;
    Complaints complaints;
    for (const auto& file : tree) {
        const auto parts = split(file.path, '/');
        if (!starts_with(file.path, "src/domain/") || parts.size() != 5 || parts[3] != "rules") continue;
        if (is_test(file) || parts[4] == "README.md") continue;
        const auto stem = file.path.substr(0, file.path.rfind('.'));
        if (has_extension(file, {".sql", ".cpp"})) {
            if (!rules.insert(stem).second) complaints.push_back(stem + ": is both an .sql and a .cpp rule");
        } else if (ends_with(file.path, ".md")) {
            pages.insert(stem);
            const auto of_page = page_complaints(file);
            complaints.insert(complaints.end(), of_page.begin(), of_page.end());
        }
    }
    for (const auto& rule : rules)
        if (!pages.count(rule)) complaints.push_back(rule + ".md is missing: every rule has its page");
    for (const auto& page : pages)
        if (!rules.count(page)) complaints.push_back(page + ".md is the page of no rule");
    return complaints;
}

// A domain's folder tells what it is: in prose, and to the program.
Complaints domain_complaints(const Tree& tree) {
    std::set<std::string> domains, paths;
    for (const auto& file : tree) {
        paths.insert(file.path);
        const auto parts = split(file.path, '/');
        if (starts_with(file.path, "src/domain/") && parts.size() > 3) domains.emplace(parts[2]);
    }
    Complaints complaints;
    for (const auto& domain : domains)
        for (const std::string file : {"README.md", "domain.cpp"})
            if (!paths.count("src/domain/" + domain + "/" + file))
                complaints.push_back("src/domain/" + domain + " has no " + file);
    return complaints;
}

}  // namespace

TEST_SUITE("house") {
    TEST_CASE("house: a rule is two files, and its page says and shows all") {
        const auto complaints = rule_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: a domain's folder says what it is") {
        const auto complaints = domain_complaints(this_tree());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: every rule tells its page, its version and its basis") {
        REQUIRE_FALSE(catalogue::rules().empty());
        for (const auto& rule : catalogue::rules()) {
            CHECK_MESSAGE(!rule.page.empty(), rule.facts.id.text);
            CHECK_MESSAGE(!rule.facts.since.empty(), rule.facts.id.text);
            CHECK_MESSAGE(!rule.facts.basis.empty(), rule.facts.id.text);
        }
    }

    TEST_CASE("house: the test of pages sees what is missing, and nothing else") {
        const std::string whole =
            "# Keys\n## What it finds\nKeys.\n## Why it matters\nIn 2 of 3 (manual).\n## When it is wrong\nNever.\n"
            "## The fix\nAdd one.\n## Basis\nManual.\n## Cases\n```sql case=fires\n## not a heading\n```\n"
            "```finding\na | warning | b\n```\n```sql case=clean\nselect;\n```\n";
        const auto count = [](const std::string& page) {
            return rule_complaints({{"src/domain/a/rules/b.md", page}, {"src/domain/a/rules/b.sql", ""}}).size();
        };
        CHECK(count(whole) == 0);
        CHECK(count(replaced(whole, "## Basis\n", "")) == 1);
        CHECK(count(replaced(whole, "Never.", "<!-- say\nwhen -->")) == 1);
        CHECK(count(replaced(whole, "In 2 of 3", "Often")) == 1);
        CHECK(count(replaced(whole, "case=clean", "")) == 1);
        CHECK(count(replaced(whole, "case=fires", "case=firesnot")) == 1);
        CHECK(count(whole + "```sql\n") == 1);
        CHECK(count("\n" + whole) == 1);
        CHECK(rule_complaints({{"src/domain/a/rules/b.sql", ""}}).size() == 1);
        CHECK(rule_complaints({{"src/domain/a/rules/b.md", whole}}).size() == 1);
        CHECK(domain_complaints({{"src/domain/a/domain.cpp", ""}, {"src/domain/a/README.md", ""}}).empty());
        CHECK(domain_complaints({{"src/domain/domain.h", ""}}).empty());
        CHECK(domain_complaints({{"src/domain/a/domain.cpp", ""}, {"src/domain/a/read/b.cpp", ""}}).size() == 1);
    }
}

}  // namespace assay::house
