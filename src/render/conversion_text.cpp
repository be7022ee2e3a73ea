#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "render/conversion.h"
#include "render/plain.h"

namespace assay::rendering {

namespace {

using migration::Conversion;
using migration::Harm;
using migration::Loss;
using migration::Phase;

constexpr std::size_t shown_objects = 3, shown_failures = 20, shown_tables = 30;

std::string_view heading(Harm harm) {
    switch (harm) {
        case Harm::data: return "What the data may become";
        case Harm::behaviour: return "What programs will see";
        case Harm::speed: return "What costs time";
        case Harm::note: return "Good to know";
    }
    return {};
}

class ConversionText {
public:
    ConversionText(const Conversion& conversion, const RenderOptions& options) : conversion_{conversion}, options_{options}, width_{std::max(options.width, 40)} {}

    std::string whole() {
        head();
        failures();
        unconverted();
        losses();
        rows();
        summary();
        return std::move(out_);
    }

private:
    void paragraph(int indentation, std::string_view text, int hanging = 2) {
        bool first = true;
        for (const auto& part : wrapped(prose(text), width_ - indentation - hanging)) {
            out_ += std::string(static_cast<std::size_t>(indentation + (first ? 0 : hanging)), ' ') + part + "\n";
            first = false;
        }
    }
    void line(int indentation, std::string_view text) {
        out_ += std::string(static_cast<std::size_t>(indentation), ' ') + truncated(one_line(text), width_ - indentation, options_.ascii ? "..." : "…") + "\n";
    }
    static std::string at(const Location& place) { return place.line > 0 ? fmt::format("{}:{}", place.line, place.column) : std::string{}; }

    void head() {
        const auto& schema = conversion_.schema;
        line(0, fmt::format("{}: {}, {}, {}", conversion_.source, conversion_.engine, counted(static_cast<long>(schema.tables.size()), "table"), counted(static_cast<long>(schema.views.size()), "view")));
    }

    void failures() {
        const auto failed = conversion_.failed();
        if (failed == 0) return;
        out_ += fmt::format("\nRefused by {} ({})\n", conversion_.tried_on, failed);
        std::size_t shown = 0;
        for (const auto& statement : conversion_.statements) {
            if (statement.error.empty() || shown++ >= shown_failures) continue;
            line(2, fmt::format("{}  {}", at(statement.from), statement.sql));
            paragraph(6, statement.error);
        }
        if (failed > shown_failures) line(2, fmt::format("and {} more: --format json has all", failed - shown_failures));
    }

    void unconverted() {
        const auto& all = conversion_.unconverted;
        if (all.empty()) return;
        out_ += fmt::format("\nNot converted ({}): write these anew, or leave them behind\n", all.size());
        for (std::size_t i = 0; i < std::min(all.size(), shown_failures); ++i)
            paragraph(2, fmt::format("{}  {}{}{}{}{}", at(all[i].place), all[i].what, all[i].name.empty() ? "" : " ", all[i].name, all[i].reason.empty() ? "" : ": ", all[i].reason), 6);
        if (all.size() > shown_failures) line(2, fmt::format("and {} more: --format json has all", all.size() - shown_failures));
    }

    // They are ranked: equal kinds stand together.
    void losses() {
        const auto& all = conversion_.losses;
        std::optional<Harm> harm;
        for (std::size_t i = 0; i < all.size();) {
            std::size_t end = i;
            while (end < all.size() && all[end].kind == all[i].kind) ++end;
            if (harm != all[i].kind->harm) out_ += fmt::format("\n{}\n", heading(all[i].kind->harm));
            harm = all[i].kind->harm;
            kind(i, end);
            i = end;
        }
    }

    void kind(std::size_t begin, std::size_t end) {
        const auto& all = conversion_.losses;
        paragraph(2, fmt::format("{} ({})", all[begin].kind->title, end - begin));
        const auto shown = options_.verbose ? end : std::min(end, begin + shown_objects);
        const bool single = end - begin == 1;
        std::vector<std::string> names;
        for (std::size_t i = begin; i < shown; ++i) {
            auto text = all[i].object;
            if (!all[i].detail.empty()) text += fmt::format(" ({})", all[i].detail);
            if (all[i].place.line > 0 && (single || options_.verbose)) text += ", line " + std::to_string(all[i].place.line);
            names.push_back(std::move(text));
        }
        if (shown < end) names.push_back(fmt::format("{} more", end - shown));
        paragraph(6, joined(names, "; "));
        paragraph(6, fmt::format("{} {}.", options_.ascii ? "->" : "→", all[begin].kind->advice));
        for (std::size_t i = begin; i < shown; ++i)
            if (!all[i].statement.empty()) out_ += std::string(8, ' ') + one_line(all[i].statement) + ";\n";
    }

    void rows() {
        const auto& all = conversion_.loaded;
        if (all.empty()) return;
        std::vector<const migration::LoadedTable*> tables;
        for (const auto& table : all) tables.push_back(&table);
        // Those that lack rows first, then the largest.
        std::stable_sort(tables.begin(), tables.end(), [](const auto* a, const auto* b) {
            const auto lacks = [](const auto* each) { return each->rows - each->loaded; };
            return lacks(a) != lacks(b) ? lacks(a) > lacks(b) : a->rows > b->rows;
        });
        int widest = 5;
        for (const auto* table : tables) widest = std::max(widest, std::min(display_width(table->name), 40));
        out_ += fmt::format("\nRows{}{:>12}{:>12}\n", std::string(static_cast<std::size_t>(widest - 2), ' '), "in the dump", "loaded");
        for (std::size_t i = 0; i < std::min(tables.size(), shown_tables); ++i) {
            const auto name = truncated(one_line(tables[i]->name), 40, options_.ascii ? "..." : "…");
            out_ += fmt::format("  {}{}{:>12}{:>12}{}\n", name, std::string(static_cast<std::size_t>(widest - display_width(name)), ' '), tables[i]->rows, tables[i]->loaded, tables[i]->rows == tables[i]->loaded ? "" : "  fewer");
        }
        if (tables.size() > shown_tables) line(2, fmt::format("and {}, all of whose rows are there", counted(static_cast<long>(tables.size() - shown_tables), "smaller table")));
    }

    void summary() {
        std::size_t kinds = 0;
        for (std::size_t i = 0; i < conversion_.losses.size(); ++i) kinds += i == 0 || conversion_.losses[i].kind != conversion_.losses[i - 1].kind ? 1u : 0u;
        const auto statements = conversion_.statements.size(), failed = conversion_.failed();
        const auto tried = conversion_.tried_on.empty() ? std::string{"not tried"} : fmt::format("{} applied on {}", failed == 0 ? "all" : std::to_string(statements - failed), conversion_.tried_on);
        out_ += "\n";
        paragraph(0, fmt::format("{}, {}; {} of {}; {} not converted; {:.1f} s", counted(static_cast<long>(statements), "statement"), tried, counted(static_cast<long>(conversion_.losses.size()), "loss", "losses"),
                                 counted(static_cast<long>(kinds), "kind"), conversion_.unconverted.size(), conversion_.seconds));
        if (conversion_.loaded.empty() && conversion_.rows_in_source > 0) paragraph(0, fmt::format("{} were read to choose types; --rows takes them over", counted(static_cast<long>(conversion_.rows_in_source), "row")));
    }

    const Conversion& conversion_;
    const RenderOptions& options_;
    int width_;
    std::string out_;
};

}  // namespace

std::string conversion_text(const Conversion& conversion, const RenderOptions& options) { return ConversionText{conversion, options}.whole(); }

}  // namespace assay::rendering
