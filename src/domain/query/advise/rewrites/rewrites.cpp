// The list of rewrites.
#include "domain/query/advise/rewrites/rewrite.h"

namespace assay::query {

extern const Rewrite not_in_to_not_exists, count_to_exists, distinct_in_subquery, order_in_subquery,
    having_to_where, redundant_distinct, distinct_to_exists, join_elimination,
    scalar_lookup_to_join, scalar_aggregate_to_join, aggregate_before_join, top_n_by_lateral,
    greatest_to_window, union_to_union_all, or_to_in, or_to_union_all,
    time_range, arithmetic_to_other_side, cast_to_constant, coalesce_to_condition,
    not_distinct_to_equal, prefix_to_like, like_to_equal, json_containment,
    in_list_to_values, cte_inline, count_distinct_to_group, loose_index_scan,
    keyset_for_offset, range_transfer;

const std::vector<const Rewrite*>& rewrites() {
    static const std::vector<const Rewrite*> all{
        &not_in_to_not_exists, &count_to_exists, &distinct_in_subquery, &order_in_subquery,
        &having_to_where, &redundant_distinct, &distinct_to_exists, &join_elimination,
        &scalar_lookup_to_join, &scalar_aggregate_to_join, &aggregate_before_join, &top_n_by_lateral,
        &greatest_to_window, &union_to_union_all, &or_to_in, &or_to_union_all,
        &time_range, &arithmetic_to_other_side, &cast_to_constant, &coalesce_to_condition,
        &not_distinct_to_equal, &prefix_to_like, &like_to_equal, &json_containment,
        &in_list_to_values, &cte_inline, &count_distinct_to_group, &loose_index_scan,
        &keyset_for_offset, &range_transfer};
    return all;
}

}  // namespace assay::query
