// Workspace: all the models of one run, and what could not be read and why.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/report.h"
#include "core/rule.h"

namespace assay {

class Map;

// The identity of a kind of model: each model type has one static instance, compared by address.
struct ModelKind {
    const char* name;  // "schema", as a person reads it in "not run: needs a schema"
};

struct Model {
    virtual ~Model() = default;
    virtual const ModelKind& kind_of() const = 0;
};

// Give a model type its kind: `struct Schema : ModelOf<Schema> { static constexpr ModelKind kind{"schema"}; };`
template <class T>
struct ModelOf : Model {
    const ModelKind& kind_of() const override { return T::kind; }
};

class Workspace {
public:
    template <class T>
    T& add(std::unique_ptr<T> model) {
        T& reference = *model;
        models_.push_back(std::move(model));
        return reference;
    }

    template <class T>
    std::vector<const T*> all() const {
        std::vector<const T*> found;
        for (const auto& model : models_)
            if (&model->kind_of() == &T::kind) found.push_back(static_cast<const T*>(model.get()));
        return found;
    }

    bool has(const ModelKind& kind) const {
        for (const auto& model : models_)
            if (&model->kind_of() == &kind) return true;
        return false;
    }

    void could_not_read(std::string source, std::string reason) {
        unread_.push_back({std::move(source), std::move(reason)});
    }
    const std::vector<Unread>& unread() const { return unread_; }

    // The map of this workspace; set once it is built, before rules run.
    const Map* map = nullptr;

private:
    std::vector<std::unique_ptr<Model>> models_;
    std::vector<Unread> unread_;
};

// `rule<check>` makes a Rule of a plain function: its parameters are its requirements, so that a rule
// whose models are missing is reported as not run, never silently skipped.
//   void check(const Schema&, Report&)   is called once for each schema of the workspace
//   void check(const Map&, Report&)      is called once with the map
namespace detail {

template <auto Check>
struct Bound;

template <class A, void (*Check)(const A&, Report&)>
struct Bound<Check> {
    static constexpr const ModelKind* models[]{&A::kind};
    static void run(const Workspace& workspace, Report& report) {
        for (const A* model : workspace.all<A>()) Check(*model, report);
    }
    static constexpr std::span<const ModelKind* const> needs() { return models; }
};

template <void (*Check)(const Map&, Report&)>
struct Bound<Check> {
    static void run(const Workspace& workspace, Report& report) {
        if (workspace.map) Check(*workspace.map, report);
    }
    static constexpr std::span<const ModelKind* const> needs() { return {}; }
};

template <class A, class B, void (*Check)(const A&, const B&, Report&)>
struct Bound<Check> {
    static constexpr const ModelKind* models[]{&A::kind, &B::kind};
    static void run(const Workspace& workspace, Report& report) {
        for (const A* a : workspace.all<A>())
            for (const B* b : workspace.all<B>()) Check(*a, *b, report);
    }
    static constexpr std::span<const ModelKind* const> needs() { return models; }
};

}  // namespace detail

template <auto Check>
consteval Rule rule(Facts facts) {
    Rule made;
    made.facts = facts;
    made.run = &detail::Bound<Check>::run;
    made.models = detail::Bound<Check>::needs();
    return made;
}

}  // namespace assay
