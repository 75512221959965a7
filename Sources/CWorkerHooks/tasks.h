#pragma once

/// Starts a thread again for the tasks that have waited for one, or for a time, since before a fork.
void cwh_resume_tasks(void);
