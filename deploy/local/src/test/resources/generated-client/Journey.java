import generated.ApiClient;
import generated.ApiException;
import generated.api.AuthenticationApi;
import generated.api.BoardsApi;
import generated.api.TasksApi;
import generated.api.TeamsApi;
import generated.model.Board;
import generated.model.Login;
import generated.model.NewAccount;
import generated.model.NewBoard;
import generated.model.NewTask;
import generated.model.NewTeam;
import generated.model.Task;
import generated.model.TaskPriority;
import generated.model.TokenPair;
import java.util.List;
import java.util.UUID;

/// What somebody writes who knows nothing of the API but the client that was generated from its document: see
/// ContractToolsTest. Prints the id of the task that it has created and read back.
class Journey {

    public static void main(String[] arguments) throws ApiException {
        String gateway = arguments[0];
        String name = arguments[1];
        String password = arguments[2];
        ApiClient client = new ApiClient();
        client.updateBaseUri(gateway);
        AuthenticationApi authentication = new AuthenticationApi(client);
        NewAccount account = new NewAccount().username(name).email(name + "@example.com").password(password);
        authentication.registerAccount(account, UUID.randomUUID().toString(), null);
        refuseAWrongPassword(authentication, name);
        TokenPair tokens = authentication.logIn(new Login().login(name).password(password), null);
        client.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + tokens.getAccessToken()));

        UUID team = new TeamsApi(client).createTeam(new NewTeam().name("Generated"), null, null).getId();
        Board board = new BoardsApi(client).createBoard(new NewBoard().teamId(team).name("Board"), null, null);
        TasksApi tasks = new TasksApi(client);
        NewTask wanted = new NewTask()
                .boardId(board.getId())
                .title(arguments[3])
                .priority(TaskPriority.HIGH)
                .labels(List.of("generated"))
                .dueDate("2030-01-02");
        Task created = tasks.createTask(wanted, null, null);
        Task read = tasks.getTask(created.getId(), null, null);
        if (!read.equals(created) || !read.getCreatedBy().getUsername().equals(name)) {
            throw new IllegalStateException("created " + created + " and read " + read);
        }
        System.out.println(created.getId());
    }

    private static void refuseAWrongPassword(AuthenticationApi authentication, String name) {
        try {
            authentication.logIn(new Login().login(name).password("this is not it"), null);
        } catch (ApiException e) {
            if (e.getCode() == 401) {
                return;
            }
            throw new IllegalStateException("the answer was " + e.getCode(), e);
        }
        throw new IllegalStateException("a wrong password was taken");
    }
}
