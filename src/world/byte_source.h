// ByteSource: a file or standard input read in pieces, for what may be larger than memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/result.h"
#include "world/descriptor.h"

namespace assay {

class ByteSource {
public:
    // Regular files only; a folder, pipe or device is an Error.
    static Result<ByteSource> open(const std::filesystem::path& path);
    static ByteSource standard_input();

    // The size when it was opened; nothing for standard input.
    std::optional<std::uint64_t> size() const { return size_; }
    // Reads up to `most` bytes that lie at `offset`, fewer only at the end; of standard input, those that come next.
    Result<std::size_t> read(std::uint64_t offset, char* bytes, std::size_t most) const;

private:
    ByteSource(Descriptor owned, int file, std::string name, std::optional<std::uint64_t> size)
        : owned_{std::move(owned)}, file_{file}, name_{std::move(name)}, size_{size} {}

    Descriptor owned_;  // none for standard input
    int file_ = -1;
    std::string name_;
    std::optional<std::uint64_t> size_;
};

}  // namespace assay
