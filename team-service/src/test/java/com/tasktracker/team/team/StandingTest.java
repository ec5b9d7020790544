package com.tasktracker.team.team;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    @ParameterizedTest
    @CsvSource({
        "ADMIN, true, SEE LEAVE CHANGE MANAGE_MEMBERS INVITE HAND_OVER DELETE",
        "ADMIN, false, SEE LEAVE CHANGE MANAGE_MEMBERS INVITE",
        "MEMBER, false, SEE LEAVE",
        "VIEWER, false, SEE LEAVE"
    })
    void eachStandingAllowsWhatIsListedAndNothingElse(Role role, boolean isOwner, String allowed) {
        Standing standing = new Standing(role, isOwner);
        assertThat(Arrays.stream(Action.values())
                        .filter(standing::may)
                        .map(Action::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, MEMBER, true",
        "ADMIN, VIEWER, true",
        "MEMBER, VIEWER, true",
        "VIEWER, ADMIN, false",
        "MEMBER, ADMIN, false",
        "ADMIN, ADMIN, false"
    })
    void rolesGoDownFromAdminToViewer(Role one, Role other, boolean isMore) {
        assertThat(one.isMoreThan(other)).isEqualTo(isMore);
    }
}
