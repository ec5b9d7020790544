package com.tasktracker.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each route answers to whom, in one place.
final class ContractTable {

    /// @param ids of the path, in order, by their names in [World]
    /// @param body that is right; empty for none
    /// @param statuses for the owner, an admin, a member, a viewer, a stranger and nobody; two where an account is
    ///     used up: for that, and for nobody
    record Row(List<String> ids, String body, List<Integer> statuses) {

        boolean isUsedUp() {
            return statuses.size() == 2;
        }
    }

    // operation | ids | body | owner admin member viewer stranger nobody
    private static final String ROWS = """
            getLiveness         | | | 200 200 200 200 200 200
            getReadiness        | | | 200 200 200 200 200 200
            getDocument         | | | 200 200 200 200 200 200
            getDocumentAsYaml   | | | 200 200 200 200 200 200
            getDocs             | | | 200 200 200 200 200 200
            getKeys             | | | 200 200 200 200 200 200
            registerAccount     | | {"username":"NEW","email":"NEW@example.com","password":"PASSWORD"} | 201 201 201 201 201 201
            logIn               | | {"login":"OWNERNAME","password":"PASSWORD"} | 200 200 200 200 200 200
            refreshTokens       | | {"refresh_token":"REFRESH"} | 200 200 200 200 200 200
            logOut              | | {"refresh_token":"REFRESH"} | 204 204 204 204 204 204
            logOutEverywhere    | | | 204 401
            verifyEmail         | | {"token":"unknown"} | 422 422 422 422 422 422
            resendEmailToken    | | | 202 202 202 202 202 401
            changePassword      | | {"current_password":"PASSWORD","new_password":"OTHERPASSWORD"} | 204 401
            forgetPassword      | | {"email":"nobody@example.com"} | 202 202 202 202 202 202
            resetPassword       | | {"token":"unknown","new_password":"OTHERPASSWORD"} | 422 422 422 422 422 422
            listSessions        | | | 200 200 200 200 200 401
            endSession          | SESSION | | 204 401
            getMe               | | | 200 200 200 200 200 401
            changeMe            | | {"profile":{"bio":"b"}} | 200 200 200 200 200 401
            deleteMe            | | {"current_password":"PASSWORD"} | 204 401
            getUser             | MEMBER | | 200 200 200 200 404 401
            listUsers           | | | 200 200 200 200 200 401
            createTeam          | | {"name":"t"} | 201 201 201 201 201 401
            listTeams           | | | 200 200 200 200 200 401
            getTeam             | TEAM | | 200 200 200 200 404 401
            changeTeam          | TEAM | {"description":"d"} | 200 200 403 403 404 401
            deleteTeam          | NEWTEAM | | 204 403 403 403 404 401
            listMembers         | TEAM | | 200 200 200 200 404 401
            addMember           | TEAM | {"user_id":"NEWPERSON","role":"member"} | 201 201 403 403 404 401
            getMember           | TEAM MEMBER | | 200 200 200 200 404 401
            changeMember        | TEAM NEWMEMBER | {"role":"viewer"} | 200 200 403 403 404 401
            removeMember        | TEAM NEWMEMBER | | 204 204 403 403 404 401
            inviteToTeam        | TEAM | {"email":"NEW@example.com","role":"member"} | 201 201 403 403 404 401
            listTeamInvitations | TEAM | | 200 200 403 403 404 401
            getTeamInvitation   | TEAM NEWINVITATION | | 200 200 403 403 404 401
            revokeInvitation    | TEAM NEWINVITATION | | 204 204 403 403 404 401
            listInvitations     | | | 200 200 200 200 200 401
            acceptInvitation    | | {"token":"unknown"} | 404 404 404 404 404 401
            declineInvitation   | | {"token":"unknown"} | 404 404 404 404 404 404
            createBoard         | | {"team_id":"TEAM","name":"b"} | 201 201 403 403 422 401
            listBoards          | | | 200 200 200 200 200 401
            getBoard            | BOARD | | 200 200 200 200 404 401
            changeBoard         | BOARD | {"description":"d"} | 200 200 403 403 404 401
            deleteBoard         | NEWBOARD | | 204 204 403 403 404 401
            restoreBoard        | BOARD | | 200 200 403 403 404 401
            followBoard         | BOARD | | 200 200 200 200 404 401
            listLists           | BOARD | | 200 200 200 200 404 401
            getList             | BOARD LIST | | 200 200 200 200 404 401
            createList          | NEWBOARD | {"name":"l"} | 201 201 403 403 404 401
            changeList          | NEWBOARD NEWLIST | {"limit":1000} | 200 200 403 403 404 401
            deleteList          | NEWBOARD NEWLIST | | 204 204 403 403 404 401
            createTask          | | {"board_id":"BOARD","title":"t"} | 201 201 201 403 422 401
            listTasks           | | | 200 200 200 200 200 401
            getTask             | TASK | | 200 200 200 200 404 401
            getTransitions      | TASK | | 200 200 200 200 404 401
            listActivity        | TASK | | 200 200 200 200 404 401
            changeTask          | NEWTASK | {"title":"u"} | 200 200 200 403 404 401
            moveTask            | NEWTASK | {"list_id":"LIST"} | 200 200 200 403 404 401
            deleteTask          | NEWTASK | | 204 204 204 403 404 401
            restoreTask         | TASK | | 200 200 200 403 404 401
            changeTasks         | | {"operations":[{"op":"create","board_id":"BOARD","title":"t"}]} | 200 200 200 403 422 401
            listComments        | TASK | | 200 200 200 200 404 401
            createComment       | TASK | {"body":"c"} | 201 201 201 403 404 401
            getComment          | TASK COMMENT | | 200 200 200 200 404 401
            changeComment       | NEWTASK NEWCOMMENT | {"body":"d"} | 403 403 200 403 404 401
            deleteComment       | NEWTASK NEWCOMMENT | | 204 204 204 403 404 401
            """;

    private ContractTable() {}

    static Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        ROWS.lines().map(line -> line.split("\\|", -1)).forEach(cells -> {
            List<String> ids =
                    cells[1].isBlank() ? List.of() : List.of(cells[1].strip().split(" ", -1));
            List<Integer> statuses = List.of(cells[3].strip().split(" ", -1)).stream()
                    .map(Integer::valueOf)
                    .toList();
            rows.put(cells[0].strip(), new Row(ids, cells[2].strip(), statuses));
        });
        return rows;
    }
}
