package com.tasktracker.identity;

import com.tasktracker.kit.testing.ContractFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContractTest {

    @Test
    void theGatewayHoldsTheDocumentOfThisService() throws IOException {
        ContractFile.check("identity-service");
    }
}
