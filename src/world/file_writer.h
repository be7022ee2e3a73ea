// FileWriter: a file that is written in pieces and is there whole or not at all.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.h"

namespace assay {

// As write_file (world/files.h) writes: beside the target, renamed at the end.
class FileWriter {
public:
    static Result<FileWriter> open(const std::filesystem::path& path);
    FileWriter(FileWriter&&) noexcept;
    FileWriter& operator=(FileWriter&&) noexcept;
    ~FileWriter();  // without finish() the file is as it was

    Result<void> append(std::string_view bytes);
    Result<void> finish();

private:
    struct State;
    explicit FileWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace assay
