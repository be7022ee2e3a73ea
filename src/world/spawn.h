// Spawning: how a child process is made and reaped; world/process.h is the door for everybody else.
#pragma once

#include <sys/types.h>

#include "core/result.h"
#include "world/process.h"

namespace assay {

// Descriptors that become the child's 0, 1 and 2.
struct StandardFiles {
    int input;
    int output;
    int errors;
};

// Makes a child in a session and process group of its own, registered with clean-up. An Error says which
// step failed. The kernel sends the death signal when the THREAD that called this ends: call it from a
// thread that lives as long as the child.
Result<pid_t> spawn(const Command& command, const StandardFiles& files);

// True once the child has ended, while it still waits to be reaped. Waits for that if `wait`.
bool has_ended(pid_t child, bool wait);

// Kills what is left of the child's group, waits for the child and gives its exit code (128 + n for
// signal n). The pid means nothing from here on.
int reap(pid_t child);

}  // namespace assay
