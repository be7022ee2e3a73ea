// `assay migrate drift` as text for a terminal: by object, in words, with where the files say it.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "face/cli/migrate_diff.h"
#include "render/plain.h"

namespace assay::cli {

namespace {

using migration::diff::Difference;
using migration::diff::Object;

// One value in a line; longer ones are shown where they part.
constexpr int shown_bytes = 60;

std::string value_of(const std::optional<std::string>& value) { return value ? rendering::prose(*value) : "none"; }

// Both from a few bytes before the first that is not the same.
std::pair<std::string, std::string> where_they_part(std::string a, std::string b) {
    if (static_cast<int>(std::max(a.size(), b.size())) <= shown_bytes) return {a, b};
    const auto parting = static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin());
    const auto start = parting > 20 ? a.rfind(' ', parting - 15) : 0;
    for (auto* text : {&a, &b}) {
        if (start != 0 && start != text->npos) *text = "…" + text->substr(std::min(start, text->size()));
        *text = rendering::truncated(*text, shown_bytes, "…");
    }
    return {a, b};
}

class DriftText {
public:
    DriftText(const MigrateDrift& made, int columns) : made_{made}, columns_{std::max(columns, 40)} {}

    std::string whole() {
        const auto &a = made_.pair.a, &b = made_.pair.b;
        const auto differences = static_cast<long>(made_.differences.size());
        paragraph(0, differences == 0 ? fmt::format("{} is as {} has it", a.source, b.source)
                                      : fmt::format("{} is not as {} has it: {}", a.source, b.source, rendering::counted(differences, "difference")));
        for (const auto* side : {&a, &b})
            for (const auto& note : side->notes) paragraph(0, "note: " + note);
        for (const auto& [name, list] : by_object()) {
            (void)name;
            add(list);
        }
        return out_;
    }

private:
    const Object* is(const Difference& each) const { return each.in_a < 0 ? nullptr : &made_.pair.a.model.objects[static_cast<std::size_t>(each.in_a)]; }
    const Object* wanted(const Difference& each) const { return each.in_b < 0 ? nullptr : &made_.pair.b.model.objects[static_cast<std::size_t>(each.in_b)]; }

    // Under the table to which they belong, in the order of names.
    std::map<std::string, std::vector<const Difference*>> by_object() const {
        std::map<std::string, std::vector<const Difference*>> all;
        for (const auto& each : made_.differences) {
            const auto* object = is(each) ? is(each) : wanted(each);
            const auto& model = is(each) ? made_.pair.a.model : made_.pair.b.model;
            const auto* parent = model.parent_of(*object);
            all[migration::diff::spoken(parent ? *parent : *object)].push_back(&each);
        }
        return all;
    }

    void add(const std::vector<const Difference*>& list) {
        out_ += "\n";
        std::string before;
        for (const auto* each : list) {
            const auto* object = wanted(*each) ? wanted(*each) : is(*each);
            auto name = migration::diff::spoken(*object);
            if (name != before) paragraph(0, name + place_of(*object));
            before = name;
            paragraph(2, what(*each));
        }
    }

    std::string place_of(const Object& object) const { return object.place.file.empty() ? "" : fmt::format("  {}:{}", object.place.file, object.place.line); }

    std::string what(const Difference& each) const {
        const auto &here = made_.pair.a.source, &there = made_.pair.b.source;
        if (!is(each)) return "is missing in " + here;
        if (!wanted(each)) return fmt::format("is in {} alone, not in {}", here, there);
        if (each.fact == "rights" || each.fact == "sequence rights") return rights(each);
        if (!each.a && each.b == "yes") return fmt::format("is not {}, and should be", each.fact);
        if (!each.b && each.a == "yes") return fmt::format("is {}, and should not be", each.fact);
        const auto [a, b] = where_they_part(value_of(each.a), value_of(each.b));
        return fmt::format("{} is {}, should be {}", each.fact, a, b);
    }

    std::string rights(const Difference& each) const {
        std::vector<std::string> more, less;
        const auto a = each.a.value_or(""), b = each.b.value_or("");
        const auto has = [](std::string_view lines, std::string_view wanted_line) {
            const auto all = lines_of(lines);
            return std::find(all.begin(), all.end(), wanted_line) != all.end();
        };
        for (const auto line : lines_of(a))
            if (!line.empty() && !has(b, line)) more.emplace_back(line);
        for (const auto line : lines_of(b))
            if (!line.empty() && !has(a, line)) less.emplace_back(line);
        std::string text = "rights:";
        if (!more.empty()) text += " has " + joined(more, ", ") + " and should not";
        if (!less.empty()) text += fmt::format("{} lacks {}", more.empty() ? "" : ";", joined(less, ", "));
        return text;
    }

    void paragraph(int indentation, std::string_view text) {
        bool first = true;
        for (const auto& part : rendering::wrapped(text, columns_ - indentation - 2)) {
            out_ += std::string(static_cast<std::size_t>(indentation + (first ? 0 : 2)), ' ') + part + "\n";
            first = false;
        }
    }

    const MigrateDrift& made_;
    int columns_;
    std::string out_;
};

}  // namespace

std::string drift_text(const MigrateDrift& made, int columns) { return DriftText{made, columns}.whole(); }

}  // namespace assay::cli
