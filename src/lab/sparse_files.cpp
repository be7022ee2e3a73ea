#include "lab/sparse_files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "world/descriptor.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t page_bytes = 8192, segment_bytes = std::int64_t{1} << 30;
constexpr std::size_t header_bytes = 24;  // PageHeaderData

using Page = std::array<unsigned char, page_bytes>;

template <class Number>
void put(Page& page, std::size_t at, Number number) {
    std::memcpy(page.data() + at, &number, sizeof number);
}

// src/include/storage/bufpage.h
Page empty_page(std::uint16_t lower, std::uint16_t upper, std::uint16_t special) {
    Page page{};
    put(page, 12, lower);
    put(page, 14, upper);
    put(page, 16, special);
    put(page, 18, std::uint16_t{page_bytes | 4});  // size and layout version
    return page;
}

// A page of a tree with one page a level. Above the leaves it holds one downlink, a tuple without attributes
// (src/include/access/nbtree.h), so that a search for the first or last entry ends at an empty leaf.
Page btree_page(std::uint32_t level, bool is_root, std::uint32_t child) {
    constexpr std::uint16_t special = page_bytes - 16, item = special - 8;
    constexpr std::uint16_t leaf_flag = 1, root_flag = 2, alternative_tid = 0x2000;
    const bool is_leaf = level == 0;
    Page page = is_leaf ? empty_page(header_bytes, special, special) : empty_page(header_bytes + 4, item, special);
    if (!is_leaf) {
        put(page, header_bytes, std::uint32_t{item | 1u << 15 | 8u << 17});
        put(page, item, static_cast<std::uint16_t>(child >> 16));
        put(page, item + 2, static_cast<std::uint16_t>(child & 0xffff));
        put(page, item + 6, std::uint16_t{alternative_tid | 8});
    }
    put(page, special + 8, level);
    put(page, special + 12, static_cast<std::uint16_t>((is_leaf ? leaf_flag : 0) | (is_root ? root_flag : 0)));
    return page;
}

class RelationFile {
public:
    explicit RelationFile(const fs::path& path) : path_{path}, file_{::open(path.c_str(), O_RDWR | O_CLOEXEC)} {}

    Result<void> write(std::int64_t at, const void* bytes, std::size_t count) {
        const auto written = file_.get() < 0 ? -1 : ::pwrite(file_.get(), bytes, count, at);
        return written == static_cast<ssize_t>(count) ? Result<void>{} : failed("cannot write", path_, errno);
    }

private:
    fs::path path_;
    Descriptor file_;
};

Result<void> raise_tree(const FileShape& shape) {
    RelationFile file{shape.path};
    const auto height = static_cast<std::uint32_t>(shape.btree_height);
    const std::uint32_t root_and_level[]{1, height, 1, height};  // the true root and the fast one
    if (auto done = file.write(header_bytes + 8, root_and_level, sizeof root_and_level); !done) return done;
    for (std::uint32_t block = 1; block <= height + 1; ++block) {
        Page page = btree_page(height + 1 - block, block == 1, block + 1);
        if (block == height + 1 && shape.leaf.size() == page.size()) {
            const auto special = std::vector<unsigned char>(page.end() - 16, page.end());
            std::copy(shape.leaf.begin(), shape.leaf.end(), page.begin());
            std::copy(special.begin(), special.end(), page.end() - 16);
        }
        if (auto done = file.write(block * page_bytes, page.data(), page.size()); !done) return done;
    }
    return {};
}

// The planner asks how many pages of the range map there are (src/include/access/brin_page.h).
Result<void> map_ranges(const FileShape& shape) {
    constexpr std::int64_t entries_of_page = 1360;
    const auto ranges = (shape.brin_heap_pages + shape.brin_pages_per_range - 1) / shape.brin_pages_per_range;
    const auto last = static_cast<std::uint32_t>((ranges + entries_of_page - 1) / entries_of_page);
    return RelationFile{shape.path}.write(header_bytes + 12, &last, sizeof last);
}

Result<void> set_length(const fs::path& path, std::int64_t bytes, const ServerUser& owner) {
    const bool is_new = !fs::exists(path);
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT, 0600)};
    if (file.get() < 0 || ::ftruncate(file.get(), bytes) != 0)
        return failed("cannot set the length", path, errno);
    return is_new ? hand_over(path, owner) : Result<void>{};
}

// The visibility map says of the heap's first page that all see it (src/include/access/visibilitymap.h).
Result<void> show_first_page(const FileShape& shape, const ServerUser& owner) {
    Page page = empty_page(header_bytes, page_bytes, page_bytes);
    page[header_bytes] = 1;
    fs::path path = shape.path;
    path += "_vm";
    if (auto done = set_length(path, page_bytes, owner); !done) return done;
    return RelationFile{path}.write(0, page.data(), page.size());
}

}  // namespace

Result<void> shape_file(const FileShape& shape, const ServerUser& owner) {
    const auto tree_pages = shape.btree_height < 0 ? 0 : shape.btree_height + 2;
    const auto bytes = std::max(shape.bytes, tree_pages * page_bytes);
    for (std::int64_t at = 0, segment = 0; at == 0 || at < bytes; at += segment_bytes, ++segment) {
        fs::path path = shape.path;
        if (segment > 0) path += fmt::format(".{}", segment);
        if (auto done = set_length(path, std::min(segment_bytes, bytes - at), owner); !done) return done;
    }
    if (shape.btree_height >= 0 && shape.bytes > page_bytes) return raise_tree(shape);
    if (shape.is_table && shape.bytes > 0) return show_first_page(shape, owner);
    if (shape.brin_pages_per_range > 0 && shape.bytes > 0) return map_ranges(shape);
    return {};
}

Result<std::string> read_page(const fs::path& path, int number) {
    std::string page(page_bytes, '\0');
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (::pread(file.get(), page.data(), page.size(), number * page_bytes) != page_bytes) return failed("cannot read", path, errno);
    return page;
}

}  // namespace assay::lab
