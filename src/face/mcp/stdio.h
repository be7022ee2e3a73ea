// Standard input and output as a transport: a message a line, both eras in one process.
#pragma once

#include "face/mcp/server.h"

namespace assay::mcp {

// Until the input ends. True when everything that was begun has ended too; else the caller must end the process hard.
bool serve_stdio(Server& server, int input, int output);

}  // namespace assay::mcp
