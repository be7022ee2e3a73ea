// The list of recipes.
#include "domain/migration/plan/recipe.h"

namespace assay::migration {

// Apart from the rules, some of which have the same names.
namespace recipe {

extern const Recipe
    set_not_null, add_constraint, add_key, add_column, fill_column, write_in_batches, alter_type, rename_column, rename_table, drop_column,
    drop_table, create_index, drop_index, reindex, attach_partition, detach_partition, create_partition_of, refresh;

}  // namespace recipe

const std::vector<const Recipe*>& recipes() {
    using namespace recipe;
    static const std::vector<const Recipe*> all{
        &set_not_null, &add_constraint, &add_key, &add_column, &fill_column, &write_in_batches, &alter_type, &rename_column, &rename_table,
        &drop_column, &drop_table, &create_index, &drop_index, &reindex, &attach_partition, &detach_partition, &create_partition_of,
        &refresh};
    return all;
}

}  // namespace assay::migration
