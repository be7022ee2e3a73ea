// The tables that CMake generates; read through core/catalogue.h.
#pragma once

#include <iterator>
#include <span>

#include "core/catalogue.h"

namespace assay {

struct Domain;

namespace catalogue {

struct CompiledRule {
    const Rule* rule;
    const char* path;
};
struct RawText {
    const char* path;
    const char* begin;
    const char* end;
};

std::span<const CompiledRule> compiled_rules();
std::span<const RawText> raw_texts();

}  // namespace catalogue
}  // namespace assay
