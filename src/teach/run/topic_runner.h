// Topic runner: executes the examples of a topic's page, in order, and compares what they print with what the page shows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "teach/run/tools.h"
#include "teach/topic.h"

namespace assay::teach {

struct ExampleResult {
    enum class State : unsigned char {
        passed,
        failed,
        skipped,    // this machine lacks `problem`
        described,  // no test can execute it; `problem` says why
        written,    // a file for other examples
    };
    State state = State::passed;
    std::string problem;
    std::string output;    // as it would stand on the page
    bool differs = false;  // it failed only because the page shows another output
};

// Keeps the lab's server between pages; everything else is a page's own and gone with it.
class TopicRunner {
public:
    // One result for each example, in their order.
    std::vector<ExampleResult> run(const Topic& topic);

private:
    std::shared_ptr<lab::Server> server_;
    Tools tools_;
};

}  // namespace assay::teach
