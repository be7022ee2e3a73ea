// Files of a data folder that have the length, and B-trees the height, of others, and nothing in them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.h"
#include "lab/copy_tree.h"

namespace assay::lab {

struct FileShape {
    std::filesystem::path path;  // of the first segment
    std::int64_t bytes = 0;
    int btree_height = -1;         // 0: the root is a leaf; below 0: no B-tree
    std::string leaf = {};         // the one leaf of that B-tree, a page of entries for the heap's first block
    bool is_table = false;         // its first page is said to be visible to all, so that entries need no rows
    int brin_pages_per_range = 0;  // 0: no BRIN index
    std::int64_t brin_heap_pages = 0;
};

// Nobody may have read the file's pages yet: the server would go on with those that it holds in memory.
Result<void> shape_file(const FileShape& shape, const ServerUser& owner);

// One page of a file.
Result<std::string> read_page(const std::filesystem::path& path, int number);

}  // namespace assay::lab
