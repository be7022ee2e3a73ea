// Words and figures for plans, shared by what draws them.
#pragma once

#include <string>

#include "domain/query/model/plan.h"

namespace assay::rendering::plan_words {

std::string grouped(double number);       // "1,234,567"
std::string milliseconds(double ms);      // as many figures as matter: "0.042", "4.20", "12,345"
std::string percent(double share);        // "71 %", "under 1 %"
// What a node does, in a sentence: "Seq Scan on t reads 600,000 rows and throws 590,000 away (98 %)".
std::string sentence(const query::PlanNode& node);
// "the times below exceed its own by 1.20 ms"; empty where they do not.
std::string excess_text(const query::PlanNode& node);
// "600,000 rows", what was expected where it matters, and how often it ran.
std::string rows_text(const query::PlanNode& node, bool ascii);

}  // namespace assay::rendering::plan_words
