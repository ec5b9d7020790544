package com.tasktracker.identity.user;

/// What counts as an e-mail: a dot-atom at a host name with a dot in it (RFC 5321, 5322), in ASCII, so that no two
/// different addresses look the same and nothing in one can mean anything to a mail server.
public final class EmailAddress {

    public static final int MAX_LENGTH = 254;

    public static final String PATTERN =
            "(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    public static final String SAYS = "must be an e-mail address such as ada@example.com";

    private EmailAddress() {}
}
