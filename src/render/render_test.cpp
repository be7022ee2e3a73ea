#include "render/render.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <random>

#include "core/text.h"
#include "render/plain.h"
#include "render/sample_test.h"

namespace assay::rendering {

namespace {

constexpr Format formats[]{Format::text, Format::json,   Format::sarif,  Format::markdown,
                           Format::html, Format::github, Format::gitlab, Format::junit};

std::string as(Format format, const View& view, const RenderOptions& options = {}) {
    switch (format) {
        case Format::text:
            return text(view, options);
        case Format::json:
            return json(view);
        case Format::sarif:
            return sarif(view);
        case Format::markdown:
            return markdown(view);
        case Format::html:
            return html(view);
        case Format::github:
            return github(view);
        case Format::gitlab:
            return gitlab(view);
        case Format::junit:
            return junit(view, options);
    }
    return {};
}

View hostile_view() {
    View view = view_of(sample::hostile_report(), {});
    view.version = "1.2.3";
    const std::string bad = valid_utf8(sample::hostile);
    for (ShownFinding& finding : view.findings)
        finding.proof = finding.fix->proof = ShownProof{bad, bad, bad};
    view.findings[0].proof_state = ProofState::proven;
    return view;
}

// Style and script are the files beside html.cpp; a snapshot holds what is made of the report.
std::string without_style_and_script(std::string page) {
    for (const std::string_view element : {"style", "script"}) {
        const std::size_t begin = page.find("<" + std::string{element} + ">") + element.size() + 2;
        const std::size_t end = page.rfind("</" + std::string{element} + ">");
        page.replace(begin, end - begin, "…");
    }
    return page;
}

// What each format promises whatever it is given.
void check_promises(const std::string& text) {
    REQUIRE_FALSE(text.empty());
    CHECK(text.back() == '\n');
    CHECK(valid_utf8(text) == text);
    int treacherous = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const char32_t character = take_character(rest);
        treacherous += is_treacherous(character) && character != '\n' && character != '\t';
    }
    CHECK(treacherous == 0);
}

// Of the lines that hold no key: a key and the command with it are copied in one piece.
int widest_line(const std::string& text) {
    int widest = 0;
    for (const auto line : lines_of(text))
        if (line.find('@') == line.npos) widest = std::max(widest, display_width(line));
    return widest;
}

std::string random_bytes(std::mt19937& random) {
    std::string bytes(random() % 60, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() % 256);
    return bytes;
}

Report random_report(std::mt19937& random) {
    const auto bytes = [&] { return random_bytes(random); };
    Report report;
    report.read({bytes(), bytes()});
    for (const Rule* rule : {&sample::dangling_reference, &sample::sort_spills, &sample::mixed_case_name}) {
        report.begin(*rule);
        for (auto i = random() % 7; i > 0; --i) {
            report.add({.object = bytes(), .message = bytes(), .evidence = {{bytes(), bytes()}}});
            Finding& finding = report.findings().back();
            if (random() % 2 == 0)
                finding.location =
                    Location{bytes(), static_cast<int>(random() % 9), static_cast<int>(random() % 9)};
            if (random() % 2 == 0)
                finding.fix =
                    Fix{.title = bytes(), .statement = bytes(), .edits = {{bytes(), 0, 1, bytes()}}};
            if (random() % 3 == 0) finding.cause = "shared";
            if (random() % 5 == 0) finding.suppressed = bytes();
        }
    }
    report.not_run(sample::unused_index, bytes());
    report.unread({bytes(), bytes()});
    report.command = bytes();
    report.show_all = random() % 2 == 0;
    report.finish();
    return report;
}

}  // namespace

TEST_CASE("render: formats have names, and only those") {
    for (const Format format : formats) CHECK(format_from(name(format)) == format);
    CHECK(format_names().size() == std::size(formats));
    CHECK_FALSE(format_from("yaml"));
    CHECK(file_extension(Format::junit) == "xml");
    CHECK(media_type(Format::sarif) == "application/sarif+json");
}

TEST_CASE("render: each format of a report is as it was approved") {
    const View view = sample::view();
    sample::check_snapshot("report.txt", text(view, {}));
    sample::check_snapshot("report_verbose.txt", text(view, {.verbose = true}));
    sample::check_snapshot("report_ascii_60.txt", text(view, {.width = 60, .ascii = true}));
    sample::check_snapshot("report_colour.txt", text(view, {.colour = true}));
    sample::check_snapshot("report.json", json(view));
    sample::check_snapshot("report.sarif", sarif(view));
    sample::check_snapshot("report.md", markdown(view));
    sample::check_snapshot("report.html", without_style_and_script(html(view)));
    sample::check_snapshot("report_github.txt", github(view));
    sample::check_snapshot("report_gitlab.json", gitlab(view));
    sample::check_snapshot("report.xml", junit(view, {}));
}

TEST_CASE("render: a clean report says so in each format") {
    View view = view_of(sample::clean_report(), {});
    view.version = "1.2.3";
    for (const Format format : formats)
        sample::check_snapshot(
            fmt::format("clean_{}.{}", name(format), file_extension(format)),
            format == Format::html ? without_style_and_script(html(view)) : as(format, view));
}

TEST_CASE("render: hostile names and messages are neutralised in each format") {
    const View view = hostile_view();
    for (const Format format : formats) {
        const std::string made = as(format, view);
        check_promises(made);
        sample::check_snapshot(fmt::format("hostile_{}.{}", name(format), file_extension(format)),
                               format == Format::html ? without_style_and_script(made) : made);
    }
}

TEST_CASE("render: no workflow command can be smuggled into GitHub's output") {
    const std::string made = github(hostile_view());
    int commands = 0;
    for (const auto line : lines_of(made)) {
        commands += line.starts_with("::");
        CHECK((line.empty() || line.starts_with("assay: ") || line.starts_with("::error ") ||
               line.starts_with("::warning ") || line.starts_with("::notice ")));
    }
    CHECK(commands == 4);  // three findings, and what was not read
}

TEST_CASE("render: no element can be smuggled into the page or the XML") {
    for (const auto& made : {html(hostile_view()), junit(hostile_view(), {})}) {
        CHECK(made.find("<script>alert") == std::string::npos);
        CHECK(made.find("]]>") == std::string::npos);
    }
}

TEST_CASE("render: no markup and no mention can be smuggled into a comment") {
    const std::string made = markdown(hostile_view());
    bool fenced = false;
    for (const auto line : lines_of(made)) {
        const bool fence_line = line.starts_with("```");
        if (fence_line) fenced = !fenced;
        if (fenced || fence_line) continue;
        // Outside code spans: what stands between backticks is shown as it is.
        bool in_code = false;
        std::size_t fence = 0;
        std::string outside;
        for (std::size_t i = 0; i < line.size();) {
            const std::size_t run = std::min(line.find_first_not_of('`', i), line.size()) - i;
            const bool escaped = i > 0 && line[i - 1] == '\\' && !in_code;
            if (run > 0 && !escaped && (!in_code || run == fence)) in_code = !in_code, fence = run;
            if (run == 0 && !in_code) outside += line[i];
            i += std::max<std::size_t>(run, 1);
        }
        CHECK_FALSE(in_code);
        CHECK(outside.find("<script") == std::string::npos);
        CHECK(outside.find("@octocat") == std::string::npos);
    }
    CHECK_FALSE(fenced);
}

TEST_CASE("render: whatever a report holds, each format ends in a line break and is clean UTF-8") {
    std::mt19937 random{5};
    for (int round = 0; round < 60; ++round) {
        const Report report = random_report(random);
        for (const Format format : formats)
            check_promises(render(report, format, {.width = 40 + round, .verbose = round % 3 == 0}));
    }
}

TEST_CASE("render: text keeps to its width, but for what must be copied") {
    for (const int width : {60, 80, 120}) {
        CHECK(widest_line(text(sample::view(), {.width = width})) <= width);
        CHECK(widest_line(text(sample::view(), {.width = width, .verbose = true})) <= width);
    }
    // Narrower than any terminal: a command and a key are longer than that, and stay whole.
    const std::string narrow = text(sample::view(), {.width = 30});
    CHECK(narrow.find("assay fix postgres/dangling-reference@") != std::string::npos);
}

TEST_CASE("render: text without colour has no escape, and with it the same letters") {
    const std::string plain = text(sample::view(), {});
    CHECK(plain.find('\x1b') == std::string::npos);
    std::string coloured = text(sample::view(), {.colour = true});
    for (std::size_t at = 0; (at = coloured.find('\x1b', at)) != std::string::npos;)
        coloured.erase(at, coloured.find('m', at) + 1 - at);
    CHECK(coloured == plain);
}

TEST_CASE("render: text in ASCII is ASCII where the report is") {
    Report report = sample::clean_report();
    report.begin(sample::unindexed_foreign_key);
    for (int i = 0; i < 9; ++i)
        report.add({.object = fmt::format("child_{}(parent_id)", i),
                    .message = std::string(200, 'm') + " is too long"});
    report.not_run(sample::unused_index, "statistics");
    report.finish();
    const std::string made = render(report, Format::text, {.ascii = true});
    CHECK(std::all_of(made.begin(), made.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST_CASE("render: many findings of one rule are folded, and unfolded on request") {
    Report report;
    report.begin(sample::unindexed_foreign_key);
    for (int i = 0; i < 60; ++i)
        report.add({.object = fmt::format("child_{:02}(parent_id)", i), .message = "no index"});
    report.finish();
    const std::string folded = render(report, Format::text);
    CHECK(folded.find("and 57 more of unindexed-foreign-key; --verbose shows them in full") !=
          std::string::npos);
    CHECK(lines_of(folded).size() < 60);
    const std::string whole = render(report, Format::text, {.verbose = true});
    for (const Finding& finding : report.findings()) CHECK(whole.find(finding.key) != std::string::npos);
}

TEST_CASE("render: a comment stays below GitHub's limit and counts what it leaves out") {
    Report report;
    report.begin(sample::unindexed_foreign_key);
    for (int i = 0; i < 2000; ++i)
        report.add({.object = fmt::format("child_{}(parent_id)", i), .message = std::string(100, 'x')});
    report.finish();
    const std::string comment = render(report, Format::markdown);
    CHECK(comment.size() < 65'536);
    CHECK(comment.find("findings are left out, as a comment holds no more.") != std::string::npos);
}

TEST_CASE("render: JUnit fails from the severity that the run fails on") {
    const View view = sample::view();
    const auto failures = [&](Severity from) {
        const std::string made = junit(view, {.fail_on = from});
        int count = 0;
        for (std::size_t at = 0; (at = made.find("<failure ", at)) != std::string::npos; ++at) ++count;
        return count;
    };
    CHECK(failures(Severity::error) == 2);
    CHECK(failures(Severity::warning) == 10);
    CHECK(failures(Severity::note) == 12);
}

TEST_CASE("render: every SARIF result has a place, or code scanning refuses the file") {
    const std::string made = sarif(sample::view());
    const auto count = [&](std::string_view what) {
        int found = 0;
        for (std::size_t at = 0; (at = made.find(what, at)) != std::string::npos; ++at) ++found;
        return found;
    };
    const int evidence_with_a_line = 1;
    CHECK(count("\"physicalLocation\"") == count("\"ruleId\"") + evidence_with_a_line);
}

}  // namespace assay::rendering
