package com.tasktracker.team.invitation;

import java.util.List;

/// An e-mail address to be invited.
///
/// @param email in lower case
/// @param hashes keyed hashes of it, that of the current key first, by which the account that has it is told
record Address(String email, List<String> hashes) {

    static final int MAX_LENGTH = 254;

    /// A dot-atom at a host name with a dot in it (RFC 5321, 5322), in ASCII, as accounts have it: no two that differ
    /// look the same, and nothing in one can mean anything to a mail server.
    static final String PATTERN = "(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
            + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    static final String SAYS = "must be an e-mail address such as ada@example.com";
}
