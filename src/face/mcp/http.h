// Streamable HTTP as a transport: a message a POST, answers as JSON or as a stream of events, both eras at one address.
#pragma once

#include <memory>

#include "face/mcp/gate.h"

namespace assay::mcp {

class HttpTransport {
public:
    HttpTransport(Server& server, HttpOptions options);
    ~HttpTransport();

    // The port; an Error when it is taken, or when others could come in without a token.
    Result<int> bind();
    // Until stop(), which any thread may call.
    void serve();
    void stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace assay::mcp
