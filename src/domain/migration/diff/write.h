// Writing: the statements that make, change and drop one object. Each file write_*.cpp knows some kinds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/diff/plan.h"
#include "domain/migration/model/schema_diff.h"

namespace assay::migration::diff {

using Statements = std::vector<DiffStatement>;

// What every writer may look at.
struct Writing {
    const Model& a;
    const Model& b;
    const Plan& plan;
    const CompareOptions& options;
    std::vector<std::vector<int>> needs = {};     // of each object of B: what it cannot be without
    std::vector<std::vector<int>> children = {};  // of each object of B

    Writing(const Model& a_model, const Model& b_model, const Plan& made, const CompareOptions& chosen);

    const Object& in_a(int number) const { return a.objects[static_cast<std::size_t>(number)]; }
    const Object& in_b(int number) const { return b.objects[static_cast<std::size_t>(number)]; }
    const Planned& planned(int number) const { return plan.of_a[static_cast<std::size_t>(number)]; }
    bool is_created(int number) const { return plan.created[static_cast<std::size_t>(number)]; }
    int version() const { return a.version; }
    // Whether the statement that makes its parent makes it too.
    bool is_inline(int b_number) const;
    // Whether it goes with what it belongs to, without a statement.
    bool goes_along(int a_number) const;
    bool refers_to_what_goes(int a_number) const;  // a foreign key to another table that goes
    // Another table's column of the same name that this one follows: a parent's. -1: none.
    int followed(int b_number) const;
};

// The five moments of an object: what lets others go (a default, a parent), the end, the beginning, the change, and what
// only works when what stands on it is there (ATTACH, OWNED BY, CLUSTER ON).
Statements detach(const Writing& writing, int a);
Statements drop(const Writing& writing, int a);
Statements create(const Writing& writing, int b);
Statements alter(const Writing& writing, int a);
Statements finish(const Writing& writing, int b);
// The last one, of a type that was made anew: its old form goes.
Statements clear_away(const Writing& writing, int a);

// By kind.
Statements create_table(const Writing&, int b);
Statements alter_table(const Writing&, int a);
Statements detach_table(const Writing&, int a);
Statements finish_table(const Writing&, int b);
// A new table whose parent's columns come before its own; others are made first and told to inherit then.
bool inherits_from_birth(const Writing&, int b);
std::string column_definition(const Writing&, int b);
Statements create_column(const Writing&, int b);
Statements detach_column(const Writing&, int a);
Statements alter_column(const Writing&, int a);
Statements create_constraint(const Writing&, int b);
Statements alter_constraint(const Writing&, int a);
Statements create_index(const Writing&, int b);
Statements alter_index(const Writing&, int a);
Statements create_type(const Writing&, int b);
Statements alter_type(const Writing&, int a);
Statements create_sequence(const Writing&, int b);
Statements alter_sequence(const Writing&, int a);
Statements finish_sequence(const Writing&, int b);
Statements create_view(const Writing&, int b);
Statements alter_view(const Writing&, int a);
Statements create_function(const Writing&, int b);
Statements create_policy(const Writing&, int b);
Statements alter_policy(const Writing&, int a);
Statements create_publication(const Writing&, int b);
Statements alter_publication(const Writing&, int a);
Statements default_privileges(const Writing&, const Object* before, const Object* after);

// Comment, owner and rights where they are not the same; of what is new, `before` is nullptr.
void write_rights(const Writing&, const Object* before, const Object& after, Statements& statements);
void write_comment(const Writing&, const Object* before, const Object& after, Statements& statements);
void write_owner(const Writing&, const Object* before, const Object& after, Statements& statements);
inline void write_common(const Writing& writing, const Object* before, const Object& after, Statements& statements) {
    write_owner(writing, before, after, statements);
    write_rights(writing, before, after, statements);
    write_comment(writing, before, after, statements);
}

// A type that columns of tables which stay are of: it is renamed, and they are given the new one.
bool is_swapped(const Writing&, int a);
std::string swapped_name(const Object& type);  // of the old one, without its schema

// As DROP, ALTER and COMMENT ON name it: "MATERIALIZED VIEW public.daily", "CONSTRAINT c ON public.t".
std::string clause(const Writing&, const Model& model, const Object& object);
// "SET (a=b)" and "RESET (c)" that make the first options the second; texts joined by ", ".
std::vector<std::string> option_changes(std::string_view before, std::string_view after, std::string_view prefix = "");
std::string bare_name(std::string_view qualified);  // without the schema
std::string schema_part(std::string_view qualified);  // "audit" of "audit.log"
std::string literal(std::string_view text);

}  // namespace assay::migration::diff
