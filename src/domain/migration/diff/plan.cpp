#include "domain/migration/diff/plan.h"

#include <algorithm>
#include <deque>

#include "core/text.h"

namespace assay::migration::diff {

namespace {

using Facts = std::set<std::string, std::less<>>;

bool any_of(const Facts& changed, std::initializer_list<std::string_view> facts) {
    return std::any_of(facts.begin(), facts.end(), [&](std::string_view fact) { return changed.contains(fact); });
}

std::size_t times(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + word.size())) ++count;
    return count;
}

// PostgreSQL keeps names, order and types of a view's columns when it is replaced, and takes more at their end.
bool view_can_grow(const Object& a, const Object& b) {
    const auto &before = a.fact("_columns"), &after = b.fact("_columns");
    return a.fact("kind") == "view" && b.fact("kind") == "view" && (after == before || starts_with(after, before + "\n"));
}

// CREATE OR REPLACE keeps the kind, the result, the names of the arguments and their defaults.
bool function_can_change(const Object& a, const Object& b) {
    return a.fact("kind") == b.fact("kind") && a.fact("kind") != "aggregate" && a.fact("_result") == b.fact("_result") &&
           a.fact("_identity") == b.fact("_identity") && times(a.fact("_arguments"), " DEFAULT ") <= times(b.fact("_arguments"), " DEFAULT ");
}

bool generated_can_change(const Object& a, const Object& b, const Facts& changed, int version) {
    const auto &before = a.fact("generated"), &after = b.fact("generated");
    if (before.empty() && after.empty()) return true;
    if (before == after) return !changed.contains("default") || version >= 170000;
    return before == "stored" && after.empty() && version >= 130000;
}

bool can_alter(const Object& a, const Object& b, const Facts& changed, int version) {
    switch (a.kind) {
        case Kind::type:
            if (any_of(changed, {"kind", "base type", "collation", "definition"})) return false;
            if (changed.contains("values")) return values_to_add(a, b).has_value();
            return !changed.contains("attributes") || attribute_changes(a, b).has_value();
        case Kind::sequence: return !changed.contains("persistence") || version >= 150000;
        case Kind::table:
            if (any_of(changed, {"kind", "partition key", "server", "of type"})) return false;
            if (changed.contains("persistence") && a.fact("kind") == "partitioned") return false;
            return !changed.contains("access method") || version >= 150000;
        case Kind::column: return generated_can_change(a, b, changed, version);
        case Kind::constraint: return !any_of(changed, {"kind", "definition", "index options"}) && !(changed.contains("validated") && !b.has("validated"));
        case Kind::index: return !any_of(changed, {"definition", "valid"});
        case Kind::view:
            if (a.fact("kind") == "materialized") return !any_of(changed, {"kind", "definition", "access method"});
            return !changed.contains("kind") && (!changed.contains("definition") || view_can_grow(a, b));
        case Kind::function: return !any_of(changed, {"kind", "definition"}) || function_can_change(a, b);
        case Kind::policy: return !any_of(changed, {"permissive", "command"}) && !(changed.contains("using") && !b.has("using")) &&
                                  !(changed.contains("with check") && !b.has("with check"));
        case Kind::publication: return !changed.contains("all tables");
        case Kind::trigger: case Kind::rule: case Kind::statistics: case Kind::other: return !any_of(changed, {"definition", "kind"});
        default: return true;
    }
}

class Planner {
public:
    Planner(const Model& a, const Model& b, const CompareOptions& options) : a_{a}, b_{b} {
        plan_.of_a.resize(a.objects.size());
        plan_.created.assign(b.objects.size(), true);
        plan_.before.assign(b.objects.size(), -1);
        needed_by_.resize(a.objects.size());
        for (const auto& need : a.needs)
            if (!need.soft) needed_by_[index(need.needed)].push_back(need.dependent);
        pair_up();
        for (const auto& difference : compare(a, b, options))
            if (!difference.fact.empty()) of(difference.in_a).changed.insert(difference.fact);
    }

    Plan run() {
        for (int i = 0; i < static_cast<int>(a_.objects.size()); ++i) decide(i);
        while (!waiting_.empty()) {
            const auto [number, gone] = waiting_.front();
            waiting_.pop_front();
            if (gone) take_children(number);
            for (const int dependent : needed_by_[index(number)]) disturb(dependent, number, gone);
        }
        for (auto& planned : plan_.of_a) settle(planned);
        return std::move(plan_);
    }

private:
    static std::size_t index(int number) { return static_cast<std::size_t>(number); }
    Planned& of(int number) { return plan_.of_a[index(number)]; }
    const Object& object(int number) const { return a_.objects[index(number)]; }

    void pair_up() {
        for (std::size_t i = 0; i < a_.objects.size(); ++i) {
            const int other = b_.find(a_.objects[i].kind, a_.objects[i].name);
            plan_.of_a[i].other = other;
            if (other < 0) continue;
            plan_.created[index(other)] = false;
            plan_.before[index(other)] = static_cast<int>(i);
        }
    }

    void decide(int number) {
        auto& planned = of(number);
        if (planned.other < 0) return lose(number, Fate::drop);
        if (planned.changed.empty()) return;
        if (!can_alter(object(number), b_.objects[index(planned.other)], planned.changed, a_.version)) return lose(number, Fate::replace);
        planned.fate = Fate::alter;
        if (object(number).kind == Kind::column && any_of(planned.changed, {"type", "collation"})) retype(number);
    }

    void lose(int number, Fate fate) {
        if (of(number).fate == Fate::drop || of(number).fate == Fate::replace) return;
        of(number).fate = fate;
        waiting_.emplace_back(number, true);
    }

    void retype(int number) {
        if (std::exchange(of(number).retyped, true)) return;
        if (of(number).fate == Fate::keep) of(number).fate = Fate::alter;
        waiting_.emplace_back(number, false);
    }

    // What stands on a table goes with it.
    void take_children(int number) {
        for (int i = 0; i < static_cast<int>(a_.objects.size()); ++i)
            if (object(i).parent == number) lose(i, of(i).other < 0 ? Fate::drop : Fate::replace);
    }

    // `needed` is gone, or (not gone) a column gets another type.
    void disturb(int number, int needed, bool gone) {
        auto& planned = of(number);
        if (plan_.is_gone(number)) return;
        const auto& dependent = object(number);
        switch (dependent.kind) {
            case Kind::column:
                if (dependent.has("generated")) return lose(number, Fate::replace);
                if (object(needed).kind == Kind::type) return retype(number);
                if (object(needed).kind == Kind::function || object(needed).kind == Kind::sequence) planned.default_reset = true;
                return;
            case Kind::table:
            case Kind::publication:
                if (gone) planned.reattached = true;
                return;
            case Kind::constraint:
                if (gone || dependent.fact("kind") == "foreign") lose(number, Fate::replace);
                return;
            case Kind::index:
            case Kind::statistics:
                if (gone) lose(number, Fate::replace);
                return;
            case Kind::view: case Kind::function: case Kind::trigger: case Kind::policy: case Kind::rule: case Kind::type: case Kind::other:
                return lose(number, Fate::replace);
            default: return;
        }
    }

    void settle(Planned& planned) {
        if (planned.fate == Fate::keep && (planned.default_reset || planned.reattached)) planned.fate = Fate::alter;
        if (planned.fate == Fate::replace) plan_.created[index(planned.other)] = true;
    }

    const Model& a_;
    const Model& b_;
    Plan plan_;
    std::vector<std::vector<int>> needed_by_;
    std::deque<std::pair<int, bool>> waiting_;
};

// "'a', 'it''s, b'" as its values.
std::vector<std::string> quoted_values(std::string_view text) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < text.size();) {
        const auto start = text.find('\'', i);
        if (start == text.npos) break;
        auto end = text.find('\'', start + 1);
        while (end != text.npos && end + 1 < text.size() && text[end + 1] == '\'') end = text.find('\'', end + 2);
        if (end == text.npos) break;
        values.emplace_back(text.substr(start, end + 1 - start));
        i = end + 1;
    }
    return values;
}

// "a integer, b numeric(10,2)": a comma in parentheses or quotes parts nothing.
std::vector<std::string> attributes_of(std::string_view text) {
    std::vector<std::string> parts;
    std::string part;
    int depth = 0;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (!quoted) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth == 0 && !quoted) {
            parts.emplace_back(trimmed(part));
            part.clear();
        } else {
            part += c;
        }
    }
    if (!trimmed(part).empty()) parts.emplace_back(trimmed(part));
    return parts;
}

std::string_view attribute_name(std::string_view attribute) {
    return attribute.front() == '"' ? attribute.substr(0, attribute.find('"', 1) + 1) : attribute.substr(0, attribute.find(' '));
}

}  // namespace

std::optional<std::vector<std::string>> values_to_add(const Object& a, const Object& b) {
    const auto before = quoted_values(a.fact("values")), after = quoted_values(b.fact("values"));
    std::vector<std::string> added;
    std::size_t next = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (next < before.size() && after[i] == before[next])
            ++next;
        else if (i > 0)
            added.push_back(after[i] + " AFTER " + after[i - 1]);
        else
            added.push_back(before.empty() ? after[i] : after[i] + " BEFORE " + before.front());
    }
    if (next < before.size()) return std::nullopt;
    return added;
}

std::optional<std::vector<std::string>> attribute_changes(const Object& a, const Object& b) {
    auto before = attributes_of(a.fact("attributes")), after = attributes_of(b.fact("attributes"));
    std::vector<std::string> changes;
    bool same_name = false;  // of another type: what the rows hold would be lost
    std::erase_if(before, [&](const std::string& attribute) {
        if (std::find(after.begin(), after.end(), attribute) != after.end()) return false;
        const auto name = attribute_name(attribute);
        same_name |= std::any_of(after.begin(), after.end(), [&](const std::string& other) { return attribute_name(other) == name; });
        changes.push_back("DROP ATTRIBUTE " + std::string{name});
        return true;
    });
    if (same_name || before.size() > after.size() || !std::equal(before.begin(), before.end(), after.begin())) return std::nullopt;
    for (auto i = before.size(); i < after.size(); ++i) changes.push_back("ADD ATTRIBUTE " + after[i]);
    return changes;
}

Plan make_plan(const Model& a, const Model& b, const CompareOptions& options) { return Planner{a, b, options}.run(); }

}  // namespace assay::migration::diff
