#include "domain/query/model/index_size.h"

#include <algorithm>
#include <cmath>

namespace assay::query {

namespace {

constexpr double page_bytes = 8192, page_header = 24, tree_special = 16, line_pointer = 4;
constexpr double usable_bytes = page_bytes - page_header - tree_special;
constexpr double tuple_header = 8, null_bitmap = 4, row_pointer = 6;
constexpr double longest_posting_list = 808;  // a tenth of a page, aligned, less a line pointer
constexpr int inner_fillfactor = 70;

double aligned(double bytes, double to = 8) { return std::ceil(bytes / to) * to; }

double free_target(int fillfactor) { return page_bytes * (100 - fillfactor) / 100; }

double width_at(const ColumnStatistics& column, double position) {
    for (const auto& width : column.widths) {
        position -= width.fraction;
        if (position <= 0) return width.bytes;
    }
    return column.widths.empty() ? 8 : column.widths.back().bytes;
}

// Sizes of tuples are rounded up, so that the mean of sizes is not the size of the mean: columns are combined value
// by value at points that fill the unit cube evenly (the additive recurrence of the golden ratio's relatives).
double mean_tuple_bytes(const std::vector<const ColumnStatistics*>& columns) {
    constexpr int samples = 256;
    constexpr double steps[]{0.6180339887, 0.7548776662, 0.8191725134, 0.8566748839, 0.8812714616, 0.8986537126};
    double sum = 0;
    for (int i = 0; i < samples; ++i) {
        double bytes = tuple_header;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const double width = width_at(*columns[c], std::fmod((i + 0.5) * steps[c % std::size(steps)], 1.0));
            const bool is_packed = columns[c]->variable_width && width <= 127;
            bytes = (is_packed ? bytes : aligned(bytes, columns[c]->alignment)) + width;
        }
        sum += aligned(bytes);
    }
    return sum / samples;
}

// Tuples with their line pointers: how many, their bytes, and of each byte's tuple the size and the row pointers.
struct Items {
    double count = 0, bytes = 0, squares = 0, pointers = 0;

    void add(double number, double item_bytes, double pointer_bytes = 0) {
        const double with_line = item_bytes + line_pointer;
        count += number;
        bytes += number * with_line;
        squares += number * with_line * with_line;
        pointers += number * with_line * pointer_bytes;
    }
};

// Equal keys: lists of row pointers, none longer than a tenth of a page.
void add_group(Items& items, double groups, double rows, double key_bytes) {
    const double capacity = std::floor((longest_posting_list - key_bytes) / row_pointer);
    if (capacity < 2) return items.add(groups * rows, key_bytes);
    const auto add_list = [&](double number, double length) {
        const double bytes = length <= 1 ? key_bytes : aligned(key_bytes + length * row_pointer);
        if (number > 0) items.add(number, bytes, bytes - key_bytes);
    };
    const double full = std::floor(rows / capacity), rest = rows - full * capacity;
    add_list(groups * full, capacity);
    if (rest > 0) add_list(groups, rest);
}

// Keys of one probability: `keys` of them, each with `rate` rows in the mean. Rows fall on keys by chance, so that
// sizes of small groups are spread as Poisson has it.
struct KeyClass {
    double fraction = 0;  // of all rows, for one key
    double keys = 0;
    bool is_null = false;
};

void add_class(Items& items, double keys, double rate, double key_bytes) {
    if (rate > 60) return add_group(items, keys, std::round(rate), key_bytes);
    double probability = std::exp(-rate);
    for (int size = 1; size < 140; ++size) {
        probability *= rate / size;
        if (probability > 1e-9) add_group(items, keys * probability, size, key_bytes);
    }
}

// A column's values: NULL, the common ones (neighbours taken together), and the rest, which share what is left.
std::vector<KeyClass> classes_of(const ColumnStatistics& column, double rows) {
    std::vector<KeyClass> classes;
    double rest = 1 - column.null_fraction, keys = column.distinct > 0 ? column.distinct : std::min(rows, 200.0);
    if (column.null_fraction > 0) classes.push_back({column.null_fraction, 1, true});
    for (const double fraction : column.common_fractions) {
        rest -= fraction;
        keys -= 1;
        auto* last = classes.empty() || classes.back().is_null ? nullptr : &classes.back();
        if (last && fraction > 0.9 * last->fraction) {
            last->fraction = (last->fraction * last->keys + fraction) / (last->keys + 1);
            last->keys += 1;
        } else {
            classes.push_back({fraction, 1});
        }
    }
    if (rest > 1e-6) {
        keys = std::max(keys, 1.0);
        classes.push_back({rest / keys, keys});
    }
    return classes;
}

// Columns are taken for independent: the classes of all combinations.
std::vector<KeyClass> combined_classes(double rows, const std::vector<const ColumnStatistics*>& columns) {
    constexpr std::size_t most = 20'000;
    std::vector<KeyClass> all{{1, 1, true}};
    for (const auto* column : columns) {
        const auto own = classes_of(*column, rows);
        std::vector<KeyClass> next;
        for (const auto& a : all)
            for (const auto& b : own) next.push_back({a.fraction * b.fraction, a.keys * b.keys, a.is_null && b.is_null});
        if (next.size() > most) next = {{1 / std::max(1.0, combined_distinct(rows, columns)), combined_distinct(rows, columns)}};
        all = std::move(next);
    }
    return all;
}

bool merges(const BtreeShape& shape) {
    return shape.merges_duplicates && !shape.unique && shape.included.empty() &&
           std::all_of(shape.keys.begin(), shape.keys.end(), [](const auto* key) { return key->equal_means_same_bytes; });
}

Items leaf_items(const BtreeShape& shape, double key_bytes) {
    Items items;
    if (!merges(shape)) {
        items.add(shape.rows, key_bytes);
        return items;
    }
    if (shape.distinct_keys > 0) {
        add_class(items, shape.distinct_keys, shape.rows / shape.distinct_keys, key_bytes);
        return items;
    }
    // A column of as many values as rows has each of them once, by no chance.
    const bool one_by_one = shape.keys.size() == 1 && shape.keys[0]->distinct > 0.99 * shape.rows * (1 - shape.keys[0]->null_fraction);
    for (const auto& each : combined_classes(shape.rows, shape.keys)) {
        const double rate = each.fraction * shape.rows;
        if (each.is_null)
            add_group(items, each.keys, std::round(rate), aligned(tuple_header + null_bitmap));
        else if (one_by_one)
            items.add(each.keys * rate, key_bytes);
        else
            add_class(items, each.keys, rate, key_bytes);
    }
    return items;
}

// A page is closed when the next tuple does not fit, or when less than the target is free, not counting the row
// pointers of its last tuple. That tuple then begins the next page, and its key becomes the high key of this one.
double pages_of(const Items& items, double target) {
    if (items.count < 1) return 1;
    const double usable = usable_bytes - line_pointer, reserve = 8;
    const double mean = items.bytes / items.count, typical = items.squares / items.bytes, pointers = items.pointers / items.bytes;
    double filled = 0;
    if (typical < 1.02 * mean) {
        const double by_target = std::floor((usable - target + pointers) / mean) + 1, by_room = std::floor((usable - reserve) / mean);
        filled = std::max(1.0, std::min(by_target, by_room) - 1) * mean;
    } else {
        filled = std::max(typical, std::min(usable - target + pointers - typical / 2, usable - reserve - 1.5 * typical));
    }
    return std::ceil(items.bytes / filled);
}

}  // namespace

double combined_distinct(double rows, const std::vector<const ColumnStatistics*>& columns) {
    double combinations = 1;
    for (const auto* column : columns)
        combinations *= (column->distinct > 0 ? column->distinct : std::min(rows, 200.0)) + (column->null_fraction > 0 ? 1 : 0);
    if (columns.size() == 1) return std::min(rows, combinations);
    if (combinations > 1e15) return rows;
    return std::clamp(combinations * -std::expm1(-rows / combinations), 1.0, std::max(rows, 1.0));
}

BtreeSize btree_size(const BtreeShape& shape) {
    auto stored = shape.keys;
    stored.insert(stored.end(), shape.included.begin(), shape.included.end());
    const double leaf_tuple = mean_tuple_bytes(stored), key_tuple = mean_tuple_bytes(shape.keys);
    double level = pages_of(leaf_items(shape, leaf_tuple), free_target(shape.fillfactor)), pages = level;
    // Where equal keys fill pages, what tells two pages apart is a row's place beside the key.
    const double distinct = shape.distinct_keys > 0 ? shape.distinct_keys : combined_distinct(shape.rows, shape.keys);
    const double pivot = key_tuple + (shape.rows / std::max(distinct, 1.0) > 100 ? 8 : 0);
    BtreeSize size;
    while (level > 1) {
        Items pivots;
        pivots.add(level, pivot);
        level = pages_of(pivots, free_target(inner_fillfactor));
        pages += level;
        ++size.height;
    }
    size.bytes = static_cast<std::int64_t>((pages + 1) * page_bytes);
    return size;
}

std::int64_t brin_bytes(double heap_pages, int pages_per_range, double width) {
    const double ranges = std::ceil(heap_pages / pages_per_range), map_pages = std::ceil(ranges / 1360);
    const double entry = aligned(8 + 2 * width) + line_pointer;
    return static_cast<std::int64_t>((1 + map_pages + std::ceil(ranges * entry / (usable_bytes + 8))) * page_bytes);
}

std::int64_t hash_bytes(double rows) {
    constexpr double rows_of_bucket = 307;  // a page at its fill factor of 75, entries of 16 bytes
    const double buckets = std::exp2(std::ceil(std::log2(std::max(2.0, rows / rows_of_bucket))));
    return static_cast<std::int64_t>((buckets * 1.02 + 2) * page_bytes);
}

}  // namespace assay::query
