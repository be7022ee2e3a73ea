#include "domain/migration/diff/order.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace assay::migration::diff {

namespace {

enum class Moment : unsigned char { detach, drop, create, alter, finish, clear_away };

// Derived things go first, what holds rows goes last, and in between it is written as one would write a schema.
enum class Phase : unsigned char { let_go, write, lose, rights };

struct Step {
    Moment moment;
    const Object* object;
    Statements statements;
    std::set<int> before_this = {}, softly_before_this = {};
    std::vector<int> after_this = {};
};

int rank_of(const Object& object) {
    switch (object.kind) {
        case Kind::schema: return 0;
        case Kind::extension: return 1;
        case Kind::other: return object.fact("kind") == "collation" ? 2 : 9;
        case Kind::type: return 3;
        case Kind::sequence: return 4;
        case Kind::table: return 5;
        case Kind::column: return 6;
        case Kind::function: return 8;
        case Kind::constraint: return object.fact("kind") == "foreign" ? 12 : 10;
        case Kind::index: return 11;
        case Kind::view: return 13;
        case Kind::statistics: return 14;
        case Kind::rule: return 15;
        case Kind::trigger: return 16;
        case Kind::policy: return 17;
        case Kind::publication: return 18;
        case Kind::default_privileges: return 19;
    }
    return 20;
}

bool holds_others(Kind kind) {
    return kind == Kind::schema || kind == Kind::extension || kind == Kind::type || kind == Kind::sequence || kind == Kind::table || kind == Kind::column;
}

class Order {
public:
    explicit Order(const Writing& writing) : writing_{writing} {
        detach_.assign(writing.a.objects.size(), -1);
        drop_ = clear_ = detach_;
        attach_.assign(writing.b.objects.size(), -1);
        finish_ = attach_;
    }

    Ordered run() {
        for (int i = 0; i < count(writing_.a); ++i) steps_of_a(i);
        for (int i = 0; i < count(writing_.a); ++i) drop_[at(i)] = drop_step(i, 0);
        for (int i = 0; i < count(writing_.b); ++i) steps_of_b(i);
        for (int i = 0; i < count(writing_.b); ++i)
            if (attach_[at(i)] < 0 && writing_.is_inline(i)) attach_[at(i)] = attach_[at(writing_.in_b(i).parent)];
        for (int i = 0; i < count(writing_.a); ++i) within_a(i);
        for (int i = 0; i < count(writing_.b); ++i) within_b(i);
        for (const auto& need : writing_.a.needs)
            if (!need.soft) let_go(need);
        for (const auto& need : writing_.b.needs) edge(attach_[at(need.needed)], attach_[at(need.dependent)], need.soft);
        same_names();
        return sorted();
    }

private:
    static std::size_t at(int number) { return static_cast<std::size_t>(number); }
    static int count(const Model& model) { return static_cast<int>(model.objects.size()); }

    int add(Moment moment, const Object& object, Statements statements) {
        steps_.push_back({moment, &object, std::move(statements)});
        return static_cast<int>(steps_.size()) - 1;
    }
    void edge(int first, int second, bool soft = false) {
        if (first < 0 || second < 0 || first == second) return;
        auto& list = soft ? steps_[at(second)].softly_before_this : steps_[at(second)].before_this;
        if (list.insert(first).second) steps_[at(first)].after_this.push_back(second);
    }

    void steps_of_a(int number) {
        const auto& object = writing_.in_a(number);
        if (auto statements = detach(writing_, number); !statements.empty()) detach_[at(number)] = add(Moment::detach, object, std::move(statements));
        if (!writing_.plan.is_gone(number)) return;
        if (auto statements = drop(writing_, number); !statements.empty()) drop_[at(number)] = add(Moment::drop, object, std::move(statements));
        if (auto statements = clear_away(writing_, number); !statements.empty()) clear_[at(number)] = add(Moment::clear_away, object, std::move(statements));
    }

    // What goes along goes when that goes to which it belongs.
    int drop_step(int number, int depth) const {
        constexpr int deepest = 4;  // a sequence with a column with a table
        if (number < 0 || !writing_.plan.is_gone(number) || depth > deepest) return -1;
        if (drop_[at(number)] >= 0) return drop_[at(number)];
        const auto& object = writing_.in_a(number);
        if (object.kind == Kind::sequence) return drop_step(writing_.a.find(Kind::column, object.fact("owned by")), depth + 1);
        return drop_step(object.parent, depth + 1);
    }

    void steps_of_b(int number) {
        const auto& object = writing_.in_b(number);
        const bool made_by_parent = object.derived && (object.kind != Kind::index || !writing_.is_created(object.parent));
        if (made_by_parent || writing_.is_inline(number)) return;
        if (writing_.is_created(number)) {
            attach_[at(number)] = add(Moment::create, object, create(writing_, number));
        } else if (const int before = writing_.plan.before[at(number)]; writing_.planned(before).fate == Fate::alter) {
            attach_[at(number)] = add(Moment::alter, object, alter(writing_, before));
        }
        if (auto statements = finish(writing_, number); !statements.empty()) finish_[at(number)] = add(Moment::finish, object, std::move(statements));
    }

    void within_a(int number) {
        const int other = writing_.planned(number).other;
        const int attach = other < 0 ? -1 : attach_[at(other)];
        edge(detach_[at(number)], drop_[at(number)]);
        edge(detach_[at(number)], attach);
        edge(drop_[at(number)], attach);
        edge(attach, clear_[at(number)]);
        // A sequence that its column lets go.
        if (const auto& object = writing_.in_a(number); object.kind == Kind::sequence && detach_[at(number)] >= 0)
            if (const int owner = writing_.a.find(Kind::column, object.fact("owned by")); owner >= 0) edge(detach_[at(number)], drop_[at(owner)]);
    }

    void within_b(int number) {
        const auto& object = writing_.in_b(number);
        edge(attach_[at(number)], finish_[at(number)]);
        if (object.parent >= 0) edge(attach_[at(number)], finish_[at(object.parent)]);
        if (object.kind == Kind::column)
            if (const int followed = writing_.followed(number); followed >= 0) edge(attach_[at(followed)], attach_[at(number)]);
        if (object.kind == Kind::sequence)
            if (const int owner = writing_.b.find(Kind::column, object.fact("owned by")); owner >= 0) edge(attach_[at(owner)], finish_[at(number)]);
    }

    // Before what it needs goes, the dependent must have gone, or let go, or have been changed.
    void let_go(const Need& need) {
        const auto dependent = at(need.dependent), needed = at(need.needed);
        const auto& planned = writing_.planned(need.dependent);
        const int altered = planned.fate == Fate::alter && planned.other >= 0 ? attach_[at(planned.other)] : -1;
        const bool only_taken_out = writing_.in_a(need.dependent).kind == Kind::publication;
        const int lets_go = drop_[dependent] >= 0 ? drop_[dependent] : detach_[dependent] >= 0 ? detach_[dependent] : only_taken_out ? -1 : altered;
        edge(lets_go, drop_[needed]);
        edge(drop_[dependent] >= 0 ? drop_[dependent] : altered, clear_[needed]);
        const auto& changed = writing_.planned(need.needed);
        if (changed.fate == Fate::alter && changed.other >= 0) edge(drop_[dependent], attach_[at(changed.other)]);
    }

    // Relations, and the indexes of keys, share their names within a schema.
    static std::string relation_name(const Model& model, const Object& object) {
        switch (object.kind) {
            case Kind::table: case Kind::view: case Kind::sequence: case Kind::index: case Kind::type: return object.name;
            case Kind::constraint:
                return object.has("_of_domain") || object.fact("kind") == "check" || object.fact("kind") == "foreign"
                           ? std::string{} : schema_part(model.parent_of(object)->name) + "." + object.fact("_bare");
            default: return {};
        }
    }

    void same_names() {
        std::multimap<std::string, int> gone;
        for (int i = 0; i < count(writing_.a); ++i)
            if (drop_[at(i)] >= 0)
                if (auto name = relation_name(writing_.a, writing_.in_a(i)); !name.empty()) gone.emplace(std::move(name), drop_[at(i)]);
        for (int i = 0; i < count(writing_.b); ++i) {
            if (!writing_.is_created(i) || attach_[at(i)] < 0) continue;
            const auto [first, last] = gone.equal_range(relation_name(writing_.b, writing_.in_b(i)));
            for (auto each = first; each != last; ++each) edge(each->second, attach_[at(i)]);
        }
    }

    using Rank = std::tuple<Phase, int, int>;
    Rank rank(int number) const {
        const auto& step = steps_[at(number)];
        const int kind = rank_of(*step.object);
        if (step.object->kind == Kind::default_privileges) return {Phase::rights, kind, number};
        if (step.moment == Moment::clear_away || (step.moment == Moment::drop && holds_others(step.object->kind))) return {Phase::lose, -kind, number};
        if (step.moment == Moment::drop || step.moment == Moment::detach) return {Phase::let_go, -kind, number};
        return {Phase::write, kind, number};
    }

    // The first of those that wait for nothing; where all wait, for as little as can be.
    int next(const std::set<Rank>& open, Ordered& ordered) const {
        for (const auto& each : open)
            if (const auto& step = steps_[at(std::get<2>(each))]; step.before_this.empty() && step.softly_before_this.empty()) return std::get<2>(each);
        for (const auto& each : open)
            if (const auto& step = steps_[at(std::get<2>(each))]; step.before_this.empty()) {
                ordered.bodies_too_early |= step.object->kind == Kind::function;
                return std::get<2>(each);
            }
        ordered.circular = true;
        return std::get<2>(*open.begin());
    }

    Ordered sorted() {
        Ordered ordered;
        std::set<Rank> open;
        for (int i = 0; i < static_cast<int>(steps_.size()); ++i) open.insert(rank(i));
        while (!open.empty()) {
            const int number = next(open, ordered);
            open.erase(rank(number));
            auto& step = steps_[at(number)];
            for (const int waiting : step.after_this) {
                steps_[at(waiting)].before_this.erase(number);
                steps_[at(waiting)].softly_before_this.erase(number);
            }
            for (auto& statement : step.statements) {
                statement.object = spoken(*step.object);
                ordered.statements.push_back(std::move(statement));
            }
        }
        std::stable_partition(ordered.statements.begin(), ordered.statements.end(), [](const DiffStatement& statement) { return statement.committed; });
        return ordered;
    }

    const Writing& writing_;
    std::vector<Step> steps_;
    std::vector<int> detach_, drop_, clear_;  // of A's objects; -1: none
    std::vector<int> attach_, finish_;        // of B's
};

}  // namespace

Ordered in_order(const Writing& writing) { return Order{writing}.run(); }

}  // namespace assay::migration::diff
