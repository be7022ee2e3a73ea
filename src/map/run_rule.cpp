#include "map/run_rule.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>

namespace assay {

namespace {

// The columns of a rule's query that mean something; -1 where it has none.
struct Shape {
    int subject, object, message, file, line, column, severity, fix, fix_title, cause, evidence;

    explicit Shape(const MapStatement& query)
        : subject{query.column_index("subject")},
          object{query.column_index("object")},
          message{query.column_index("message")},
          file{query.column_index("file")},
          line{query.column_index("line")},
          column{query.column_index("column")},
          severity{query.column_index("severity")},
          fix{query.column_index("fix")},
          fix_title{query.column_index("fix_title")},
          cause{query.column_index("cause")},
          evidence{query.column_index("evidence")} {}
};

std::string text_at(const MapStatement& row, int column) {
    return column < 0 ? std::string{} : std::string{row.text(column)};
}

// Evidence is written as lines of "where: quote".
std::vector<Evidence> evidence_at(const MapStatement& row, int column) {
    std::vector<Evidence> all;
    std::string text = text_at(row, column);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        const auto colon = line.find(": ");
        if (colon != line.npos)
            all.push_back({line.substr(0, colon), line.substr(colon + 2)});
        else if (!line.empty())
            all.push_back({{}, line});
        begin = end + 1;
    }
    return all;
}

// Where objects were written; prepared when the first is asked for, which most rules never do.
class Places {
public:
    explicit Places(const Map& map) : map_{map} {}

    std::optional<Location> of(std::int64_t subject) {
        if (!query_) query_.emplace(map_.prepare("select file, line, column from places where object_id = ?"));
        query_->reset();
        query_->bind(1, subject);
        if (!query_->step()) return {};
        return Location{std::string{query_->text(0)}, static_cast<int>(query_->integer(1)), static_cast<int>(query_->integer(2))};
    }

private:
    const Map& map_;
    std::optional<MapStatement> query_;
};

std::optional<Location> location_at(const MapStatement& row, const Shape& shape, Places& places,
                                    std::int64_t subject) {
    if (shape.file < 0 || row.is_null(shape.file)) return places.of(subject);
    return Location{text_at(row, shape.file),
                    shape.line < 0 ? 0 : static_cast<int>(row.integer(shape.line)),
                    shape.column < 0 ? 0 : static_cast<int>(row.integer(shape.column))};
}

Finding finding_of(const MapStatement& row, const Shape& shape, const Rule& rule, Places& places) {
    Finding finding;
    finding.subject = row.integer(shape.subject);
    finding.object = text_at(row, shape.object);
    finding.message = text_at(row, shape.message);
    finding.location = location_at(row, shape, places, finding.subject);
    finding.evidence = evidence_at(row, shape.evidence);
    finding.cause = text_at(row, shape.cause);
    finding.chosen_severity = severity_from(text_at(row, shape.severity));
    if (auto statement = text_at(row, shape.fix); !statement.empty())
        finding.fix = Fix{.title = text_at(row, shape.fix_title), .statement = std::move(statement),
                          .safety = rule.facts.fix};
    return finding;
}

// The databases of the map that have all that the rule needs; for the others the report says what is missing.
std::set<std::int64_t> databases_with(Needs needs, const Rule& rule, const Map& map, Report& report) {
    std::set<std::int64_t> ready;
    std::string missing;
    for (const auto id : map.databases()) {
        std::string lacks;
        for (char letter : needs.letters())
            if (!map.available(id, letter))
                lacks += (lacks.empty() ? "" : ", ") + std::string{fact_class_name(letter)};
        if (lacks.empty())
            ready.insert(id);
        else if (missing.empty())
            missing = lacks;
    }
    if (ready.empty() && !missing.empty()) report.not_run(rule, missing);
    return ready;
}

bool is_about(const Finding& finding, const std::set<std::int64_t>& databases) {
    // A subject below the first database's ids is a row of the engine's own, such as a database itself.
    const auto database = map_id::database_of(finding.subject);
    return databases.contains(database == 0 ? finding.subject : database);
}

Result<void> run_query(const Rule& rule, const Map& map, Report& report) {
    const auto failed = [&](std::string message) { return fail(std::move(message), {std::string{rule.path} + ".sql"}); };
    auto judged = map.judge(rule.sql);
    if (!judged) return failed(judged.error().message);
    const auto databases = databases_with(judged->needs.without(rule.facts.optional), rule, map, report);
    if (databases.empty()) return {};
    auto& query = judged->statement;
    const Shape shape{query};
    if (shape.subject < 0 || shape.object < 0 || shape.message < 0)
        return failed("a rule's query must give subject, object and message");
    Places places{map};
    std::vector<Finding> findings;
    while (query.step()) {
        auto finding = finding_of(query, shape, rule, places);
        if (is_about(finding, databases)) findings.push_back(std::move(finding));
    }
    if (!query.error().empty()) return failed(query.error());
    // The order of the rows is the planner's choice; what stands first of one cause must not depend on it.
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.subject < b.subject; });
    for (auto& finding : findings) report.add(std::move(finding));
    return {};
}

bool lacks_model(const Rule& rule, const Workspace& workspace, Report& report) {
    for (const ModelKind* kind : rule.models)
        if (!workspace.has(*kind)) {
            report.not_run(rule, std::string{"a "} + kind->name);
            return true;
        }
    return false;
}

Result<void> run_code(const Rule& rule, const Workspace& workspace, Report& report) {
    const Map& map = *workspace.map;
    const auto databases = databases_with(rule.facts.needs.without(rule.facts.optional), rule, map, report);
    if (databases.empty() || lacks_model(rule, workspace, report)) return {};
    const auto before = report.findings().size();
    rule.run(workspace, report);
    auto& findings = report.findings();
    findings.erase(std::remove_if(findings.begin() + static_cast<std::ptrdiff_t>(before), findings.end(),
                                  [&](const Finding& f) { return f.subject != 0 && !is_about(f, databases); }),
                   findings.end());
    Places places{map};
    for (auto i = before; i < findings.size(); ++i)
        if (!findings[i].location) findings[i].location = places.of(findings[i].subject);
    return {};
}

}  // namespace

Result<void> run_query_rule(const Rule& rule, const Map& map, Report& report) {
    report.begin(rule);
    return run_query(rule, map, report);
}

Result<void> run_rule(const Rule& rule, const Workspace& workspace, Report& report) {
    if (!rule.sql.empty()) return run_query_rule(rule, *workspace.map, report);
    report.begin(rule);
    return run_code(rule, workspace, report);
}

}  // namespace assay
