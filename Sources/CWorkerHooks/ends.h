#pragma once

/// Makes this process the one whose end is reported: a child that runs a cell, and none that a cell forks.
void cwh_report_ends_of_this_process(void);
