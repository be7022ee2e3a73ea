// What a B-tree will take on disk when CREATE INDEX builds it, from the planner's statistics.
#pragma once

#include <cstdint>
#include <vector>

namespace assay::query {

// A value's size as it lies in an index, and how often values have it.
struct StoredWidth {
    double bytes = 0;
    double fraction = 1;
};

// One column (or expression) of a table as the planner knows it.
struct ColumnStatistics {
    double null_fraction = 0;
    double distinct = 0;                          // number of different values, nulls left out; 0: not known
    std::vector<double> common_fractions = {};    // of all rows, for the most common values
    std::vector<StoredWidth> widths = {};         // with the header of a short value where there is one
    int alignment = 8;                            // in bytes, of values that are stored aligned
    bool variable_width = false;                  // short values of such types are not aligned
    bool equal_means_same_bytes = true;           // else equal keys are not merged (numeric, float, jsonb, arrays)
};

struct BtreeShape {
    double rows = 0;  // that the index covers: fewer than the table's for a partial one
    std::vector<const ColumnStatistics*> keys;
    std::vector<const ColumnStatistics*> included = {};
    bool unique = false;
    int fillfactor = 90;
    double distinct_keys = 0;     // of all key columns together, where that is known; else they count as independent
    bool merges_duplicates = true;  // version 13 and later
};

struct BtreeSize {
    std::int64_t bytes = 0;
    int height = 0;  // levels above the leaves
};

// Follows src/backend/access/nbtree/nbtsort.c page by page in the mean: alignment, posting lists of equal keys,
// high keys, fill factors, levels above the leaves.
BtreeSize btree_size(const BtreeShape& shape);

// The different combinations of independent columns that so many rows show.
double combined_distinct(double rows, const std::vector<const ColumnStatistics*>& columns);

// A block range index of one column: a row of summary for each range of pages.
std::int64_t brin_bytes(double heap_pages, int pages_per_range, double width);
// A hash index: buckets are made for the rows that are there, in powers of two.
std::int64_t hash_bytes(double rows);

}  // namespace assay::query
