// What assay offers to assistants: its consultations, its rules' pages and reports, and prompts to begin with.
#pragma once

#include <memory>

#include "face/mcp/consultation.h"

namespace assay::mcp {

// A server and what its tools share; neither moves.
class Product {
public:
    explicit Product(Roots roots);
    Server& server() { return server_; }

private:
    Offer offer();
    Desk desk_;
    Server server_;
};

// Resources: assay://rules, assay://map, assay://rule/DOMAIN/NAME, assay://report/HANDLE.
std::vector<Json> resource_list(Desk& desk);
std::vector<Json> resource_templates();
std::optional<Contents> read_resource(const std::string& uri, Desk& desk);

// A prompt for each of the occasions that assay is for.
std::vector<Prompt> prompts();

std::vector<std::string> complete(const Json& reference, const std::string& argument, const std::string& begun);

}  // namespace assay::mcp
