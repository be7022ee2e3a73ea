// Removing a folder with everything in it, by calls that a signal handler may make too.
#pragma once

namespace assay {

// True when nothing is left. Symbolic links are removed, not followed. Neither allocates nor throws:
// this is what a signal handler calls, so that removal needs no other process (there may be none to be
// had) and no lock that the interrupted thread could hold.
bool remove_tree(const char* path) noexcept;

}  // namespace assay
