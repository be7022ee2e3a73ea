// Program examples: JavaScript, TypeScript, Python, Java and shell, each block a program of its own in the page's folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "teach/run/printed.h"
#include "teach/run/tools.h"
#include "teach/topic.h"
#include "world/process.h"

namespace assay::teach {

// Where programs run, and what they are told.
struct Workplace {
    std::filesystem::path folder;
    std::vector<std::string> environment;  // "NAME=value"
};

// Runs it to its end. What it wrote on standard output counts; on standard error, only as the reason of a failure.
Result<Printed> run_program(const Example& example, const Workplace& place, const Tools& tools);

// A program that answers on a port of this machine while it lives.
struct ExampleServer {
    Child child;
    int port = 0;
};
// Started with PORT in its environment; waits until it answers there.
Result<ExampleServer> start_server(const Example& example, const Workplace& place, const Tools& tools);

}  // namespace assay::teach
