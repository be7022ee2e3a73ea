#include "domain/migration/diff/compare.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/migration/diff/read_model.h"
#include "sql/canonical.h"

namespace assay::migration::diff {

namespace {

const Object& at(const Model& model, int number) { return model.objects[static_cast<std::size_t>(number)]; }

bool is_compared(std::string_view fact, const CompareOptions& options) {
    if (starts_with(fact, "_")) return false;
    if (fact == "owner") return options.owners;
    if (fact == "comment" || fact == "column comments") return options.comments;
    if (fact == "rights" || fact == "sequence rights") return options.rights;
    return true;
}

// What PostgreSQL prints of a stored expression may print differently once it was read again, and mean the same.
bool is_printed_sql(const Object& object, std::string_view fact) {
    if (object.kind == Kind::function) return false;
    return fact == "definition" || fact == "default" || fact == "using" || fact == "with check" || fact == "bound" || fact == "members";
}

class Comparison {
public:
    Comparison(const Model& a, const Model& b, const CompareOptions& options) : a_{a}, b_{b}, options_{options} {}

    std::vector<Difference> run() {
        for (int i = 0; i < static_cast<int>(a_.objects.size()); ++i) {
            const auto& object = at(a_, i);
            const int other = b_.find(object.kind, object.name);
            if (other < 0)
                missing(a_, b_, i, {.in_a = i});
            else
                facts(i, other);
        }
        for (int i = 0; i < static_cast<int>(b_.objects.size()); ++i)
            if (const auto& object = at(b_, i); a_.find(object.kind, object.name) < 0) missing(b_, a_, i, {.in_b = i});
        settle_texts();
        return std::move(found_);
    }

private:
    void missing(const Model& here, const Model& there, int number, Difference difference) {
        const auto& object = at(here, number);
        if (object.derived || (object.kind == Kind::default_privileges && !options_.rights)) return;
        const auto* parent = here.parent_of(object);
        if (parent && there.find(parent->kind, parent->name) < 0) return;
        found_.push_back(std::move(difference));
    }

    void facts(int in_a, int in_b) {
        const auto &a = at(a_, in_a), &b = at(b_, in_b);
        if (a.derived || b.derived) return;
        std::set<std::string_view> names;
        for (const auto* object : {&a, &b})
            for (const auto& [name, value] : object->facts) names.insert(name);
        for (const auto name : names) {
            if (!is_compared(name, options_) || (a.has(name) == b.has(name) && a.fact(name) == b.fact(name))) continue;
            if (a.kind == Kind::extension && name == "version" && (!a.has(name) || !b.has(name))) continue;
            Difference difference{in_a, in_b, std::string{name}};
            if (a.has(name)) difference.a = a.fact(name);
            if (b.has(name)) difference.b = b.fact(name);
            found_.push_back(std::move(difference));
        }
        if (a.kind == Kind::table && options_.column_order)
            if (auto order = column_order(a_, in_a, b_, in_b))
                found_.push_back({in_a, in_b, "column order", joined(order->reached, ", "), joined(order->wanted, ", ")});
    }

    // Only texts that are not the same are parsed.
    void settle_texts() {
        const auto printed = [&](const Difference& d) { return d.a && d.b && is_printed_sql(at(a_, d.in_a), d.fact); };
        if (std::none_of(found_.begin(), found_.end(), printed)) return;
        (void)sql::with_parser_thread([&](const sql::Parser& parser) {
            std::erase_if(found_, [&](const Difference& d) {
                if (!printed(d)) return false;
                const auto a = sql::canonical(parser, *d.a), b = sql::canonical(parser, *d.b);
                return !a.empty() && a == b;
            });
        });
    }

    const Model& a_;
    const Model& b_;
    const CompareOptions& options_;
    std::vector<Difference> found_;
};

std::vector<std::string> columns_of(const Model& model, int table) {
    std::vector<std::string> names;
    for (const auto& object : model.objects)
        if (object.kind == Kind::column && object.parent == table) names.push_back(object.fact("_column"));
    return names;
}

}  // namespace

std::optional<ColumnOrder> column_order(const Model& a, int table_a, const Model& b, int table_b) {
    const auto before = columns_of(a, table_a);
    ColumnOrder order{{}, columns_of(b, table_b)};
    const auto in = [](const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    for (const auto& name : before)
        if (in(order.wanted, name)) order.reached.push_back(name);
    for (const auto& name : order.wanted)
        if (!in(before, name)) order.reached.push_back(name);
    if (order.reached == order.wanted) return std::nullopt;
    return order;
}

std::vector<Difference> compare(const Model& a, const Model& b, const CompareOptions& options) { return Comparison{a, b, options}.run(); }

Result<std::vector<Difference>> compare(const Map& a, std::int64_t database_a, const Map& b, std::int64_t database_b, const CompareOptions& options) {
    auto first = read_model(a, database_a), second = read_model(b, database_b);
    if (!first) return tl::unexpected(first.error());
    if (!second) return tl::unexpected(second.error());
    return compare(*first, *second, options);
}

}  // namespace assay::migration::diff
