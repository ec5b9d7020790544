package com.tasktracker.bench;

import java.util.List;

/// What the suite holds while it is measured.
///
/// @param members of one team each
/// @param everywhere the token of somebody who is in every team
/// @param deepPage the path of the last full page that `everywhere` reaches from [#FIRST_PAGE], at most a thousand
/// pages on
/// @param depth the number of that page
record Stock(List<Member> members, List<Task> tasks, String everywhere, String deepPage, int depth) {
    static final String FIRST_PAGE = "/tasks?ordering=-priority&page_size=20";

    Stock {
        members = List.copyOf(members);
        tasks = List.copyOf(tasks);
    }

    /// @param board one of the team's
    record Member(String username, String token, String board) {}

    /// @param token of a member of its team
    /// @param todo the list of its board for what is to be done
    /// @param doing the list for what is in progress; a task may go from each of the two to the other
    record Task(String id, String token, String todo, String doing) {}
}
