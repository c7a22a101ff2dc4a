using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Api.V1;

/// <summary>The OpenAPI 3.1 document, made from the very types by which bodies are read, so that the two cannot part.</summary>
internal static class OpenApi
{
    // What a reading answers with: one thing, or a page of a list, counted or not.
    internal const string One = "";
    internal const string Page = "Page";
    internal const string CountedPage = "CountedPage";

    private static readonly Lazy<string> Text = new(() => Document().ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = ItemJson.Options.Encoder }));

    public static void MapOpenApi(this IEndpointRouteBuilder api) => api
        .MapGet("/openapi.json", () => Results.Text(Text.Value, "application/json"))
        .RequireAuthorization(ApiKeyScheme.KeyOrSession);

    internal static JsonObject Document() => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Marketing",
            ["version"] = "1",
            ["description"] = "Send facts of the shop and read what was made of them. A request holds one item, an array, or {\"items\": [...]} of up to 1,000; each item is answered for itself and accepted ones are on disk when the answer comes. Sending the same item again changes nothing; an order, customer or product sent again with other figures is brought up to date: of a customer or product, null takes the value of a field away, and a field that is left out keeps it. Bodies may be packed (Content-Encoding: gzip or br). A parameter that an address does not take, one that is given twice and one without a value are refused; an empty customer, viewed, basket, country, referrer, bought or cursor counts as left out.",
        },
        ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }),
        ["paths"] = Paths(),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "mk_ID_SECRET, made under Settings, API keys." } },
            ["schemas"] = OpenApiSchemas.All(),
        },
    };

    private static JsonObject Paths()
    {
        var paths = new JsonObject
        {
            ["/api/v1/events"] = Sending<EventItem>(ApiScopes.Events, "Send events", """{"id":"e-1","kind":"view","at":"2026-01-31T09:30:00Z","visitor":"v-77","product":"TEA-1"}"""),
            ["/api/v1/identify"] = Sending<IntakeEndpoints.Identification>(ApiScopes.Events, "Say which visitor is which customer", """{"visitor":"v-77","customer":"10042"}"""),
            ["/api/v1/customers"] = Sending<CustomerItem>(ApiScopes.Customers, "Send customers", """{"id":"10042","email":"ann@example.com","name":"Ann","country":"France"}"""),
            ["/api/v1/products"] = Sending<ProductItem>(ApiScopes.Products, "Send products", """{"id":"TEA-1","name":"Green tea","category":"Tea > Green","price":4.5,"cost":1.9}"""),
            ["/api/v1/orders"] = Sending<OrderItem>(ApiScopes.Orders, "Send orders", """{"id":"A-1001","at":"2026-01-31T09:35:00Z","customer":"10042","status":"paid","lines":[{"product":"TEA-1","quantity":2,"price":4.5}]}"""),
            ["/api/v1/returns"] = Sending<ReturnItem>(ApiScopes.Orders, "Send returns. One of an order that is not known is no fault, since a shop begins in the middle of its life: without 'customer' it belongs to nobody, and the quality board counts what came back and was never sold", """{"id":"R-7","order":"A-1001","at":"2026-02-03T10:00:00Z","product":"TEA-1","quantity":1,"price":4.5}"""),
            ["/api/v1/stock"] = Sending<StockItem>(ApiScopes.Stock, "Send levels of stock", """{"product":"TEA-1","units":120,"at":"2026-01-31T06:00:00Z","leadDays":9}"""),
            ["/api/v1/consents"] = Sending<ConsentItem>(ApiScopes.Consents, "Send consents", """{"customer":"10042","purpose":"marketing","channel":"mail","granted":true,"at":"2026-01-31T09:30:00Z","source":"checkout","wording":"2026-01","basis":"consent"}"""),
        };
        paths["/api/v1/customers"]!.AsObject()["get"] = Exemplified(
            Reading("Read everybody whom the shop knows, or one segment. 'bought' is true for customers with an order, false for those without", CountedPage, "segment", "bought", "limit", "cursor"),
            """{"items":[{"id":"10042","country":"France","segment":"champions","recencyDays":3.5,"orders":7,"spentMinor":21450,"mailConsent":true,"churn":0.21,"nextOrder":"2024-12-18T07:12:00+00:00","expectedSpendMinor":5210},{"id":"10043","country":"France","segment":null,"recencyDays":null,"orders":0,"spentMinor":0,"mailConsent":false,"churn":null,"nextOrder":null,"expectedSpendMinor":null}],"total":2,"next":null}""");
        paths["/api/v1/customers/{id}"] = new JsonObject { ["get"] = Reading("Read one customer", One, "id") };
        paths["/api/v1/segments"] = new JsonObject { ["get"] = Reading("Read segments, best customers first", CountedPage, "limit", "cursor") };
        paths["/api/v1/decisions"] = new JsonObject
        {
            ["get"] = Exemplified(
                Reading("Read decisions, newest first. Products are named by the shop's codes, best first, with scores that compare within one decision only. 'customer' is null where a list was for a visitor", Page, "customer", "limit", "cursor"),
                """{"items":[{"id":4711,"at":"2026-01-31T09:30:00Z","customer":"10042","kind":"recommendation","action":"show","propensity":1,"policy":"top-k:item-knn","arm":null,"products":[{"product":"TEA-1","score":0.81},{"product":"CUP-2","score":0.42}],"reasons":["bought-together"]}],"next":null}"""),
        };
        paths["/api/v1/outcomes"] = new JsonObject { ["get"] = Reading("Read what became of decisions, or of one", Page, "decision", "limit", "cursor") };
        paths["/api/v1/features"] = new JsonObject { ["get"] = Reading("Read features of customers or products, with the treatments of missing values and outliers in force unless 'raw' is true", CountedPage, "of", "raw", "limit", "cursor") };
        paths["/api/v1/models/compute"] = new JsonObject { ["get"] = Reading("Read what training cost in the latest days (30 unless 'days' says so), and what each method brought for it: processor seconds, memory, cost at the price of a processor hour, gain over the cheapest method on the same customers, and whether turns train it", One, "days") };
        OpenApiLists.AddTo(paths);
        paths["/api/v1/recommendations/outcomes"] = Sending<RecommendationOutcomes.ListOutcome>(ApiScopes.Events, "Send what became of recorded lists: shown, clicked. Times are the shop's clock", """{"decision":4711,"kind":"clicked","at":"2026-01-31T09:31:00Z"}""");
        TrainingReading.AddTo(paths);
        TrainingEndpoints.AddTo(paths);
        HistoryReading.AddTo(paths);
        LookAlikeReading.AddTo(paths);
        DemandReading.AddTo(paths);
        StockReading.AddTo(paths);
        ContactReading.AddTo(paths);
        PromotionEndpoints.AddTo(paths);
        AdServingEndpoints.AddTo(paths);
        OpenApiAds.AddTo(paths);
        OpenApiAdPolicies.AddTo(paths);
        paths["/api/v1/rules"] = Rules();
        return paths;
    }

    private static JsonObject Rules()
    {
        const string Book = """{"rules":[{"name":"No gift cards","action":"hide","products":{"category":"Gift cards"}},{"name":"Tea of the month","action":"pin","slot":1,"products":{"products":["TEA-1"]},"placements":["home"],"until":"2026-02-28"},{"name":"Kitchen first","action":"boost","factor":1.5,"products":{"category":"Kitchen"},"segment":"champions"}],"hideOutOfStock":true,"holdBackRunningOut":true,"pushOverstock":true,"bought":"due","diversity":0.2,"categoryCap":3}""";
        var reading = Exemplified(
            Reading("Read the book of merchandising rules in force, or an earlier version. Its version is the ETag; prices are minor units, enumerations words. Before the first book the version is 0, and 'at' and 'actor' are null", One, "version"),
            $$"""{"version":4,"at":"2026-01-31T09:30:00Z","actor":"anna","note":"Tea of the month","book":{{Book}}}""");
        return new JsonObject
        {
            ["get"] = reading,
            ["put"] = new JsonObject
            {
                ["summary"] = "Publish a book of merchandising rules, in force from the next request on",
                ["description"] = $"Needs the scope {ApiScopes.Rules}. What 'book' leaves out has its usual value; what is not known is refused.",
                ["parameters"] = new JsonArray(new JsonObject { ["name"] = "If-Match", ["in"] = "header", ["required"] = true, ["description"] = "ETag of the version that the book was made from; \"0\" before the first.", ["schema"] = new JsonObject { ["type"] = "string" } }),
                ["requestBody"] = new JsonObject
                {
                    ["required"] = true,
                    ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("book") }, ["example"] = JsonNode.Parse($$"""{"note":"Tea of the month","book":{{Book}}}""") } },
                },
                ["responses"] = Errors(new JsonObject
                {
                    ["200"] = new JsonObject { ["description"] = "The book is in force; the answer is its version, with 'doubts' about what its rules name and no product has: rule, kind (code, category, name or together), values and text. They keep nothing from being in force." },
                    ["412"] = ProblemOf("Another version is in force by now, or If-Match holds none; the detail names the one in force. Nothing was changed."),
                    ["413"] = ProblemOf("The body has too many bytes."),
                    ["415"] = ProblemOf("The body is not JSON, or is packed in an unknown way."),
                    ["422"] = ProblemOf("The book does not do; the detail names each rule and the fix. Nothing was changed."),
                    ["428"] = ProblemOf("There is no If-Match with a version."),
                }),
            },
        };
    }

    internal static JsonObject Sending<T>(string scope, string summary, string example) => new()
    {
        ["post"] = new JsonObject
        {
            ["summary"] = summary,
            ["description"] = $"Needs the scope {scope}.",
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject
                        {
                            ["oneOf"] = new JsonArray(
                                OpenApiSchemas.Reference(typeof(T)),
                                OpenApiSchemas.ArrayOf(typeof(T)),
                                new JsonObject { ["type"] = "object", ["required"] = new JsonArray("items"), ["properties"] = new JsonObject { ["items"] = OpenApiSchemas.ArrayOf(typeof(T)) } }),
                        },
                        ["example"] = new JsonObject { ["items"] = new JsonArray(JsonNode.Parse(example)) },
                    },
                },
            },
            ["responses"] = Errors(new JsonObject
            {
                ["200"] = Result("Every item is on disk, now or since earlier."),
                ["207"] = Result("Some items were kept apart or refused; the others are on disk."),
                ["422"] = Result("Every item was refused; nothing was stored."),
                ["413"] = ProblemOf("The body has too many bytes or items."),
                ["415"] = ProblemOf("The body is not JSON, or is packed in an unknown way."),
                ["503"] = ProblemOf("Nothing can be stored at the moment, or too much is waiting to be stored; Retry-After says in how many seconds to send it again.", waits: true),
            }),
        },
    };

    internal static JsonObject Reading(string summary, string answer, params string[] parameters) => new()
    {
        ["summary"] = summary,
        ["description"] = $"Needs the scope {ApiScopes.Read}.{Course(answer)}",
        ["parameters"] = new JsonArray([.. parameters.Select(name => new JsonObject
        {
            ["name"] = name,
            ["in"] = name is "id" or "code" ? "path" : "query",
            ["required"] = name is "id" or "code",
            ["schema"] = Parameter(name),
        })]),
        ["responses"] = Errors(new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = "What was asked for.", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = answer == One ? new JsonObject { ["type"] = "object" } : new JsonObject { ["$ref"] = $"#/components/schemas/{answer}" } } } },
            ["404"] = ProblemOf("There is no such thing."),
        }),
    };

    /// <summary>Puts an example of its answer into a reading.</summary>
    internal static JsonObject Exemplified(JsonObject reading, string example)
    {
        reading["responses"]!["200"]!["content"]!["application/json"]!["example"] = JsonNode.Parse(example);
        return reading;
    }

    private static string Course(string answer) => answer switch
    {
        One => "",
        CountedPage => " The list goes on with 'cursor', the 'next' of the page before; null at its end. 'total' is the length of the whole list, now.",
        _ => " The list goes on with 'cursor', the 'next' of the page before; null at its end. It is not counted: a page costs the same however long the list is.",
    };

    private static JsonObject Parameter(string name) => name switch
    {
        "version" => new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        "limit" => new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        "of" => new JsonObject { ["enum"] = new JsonArray([.. FeatureTable.Kinds]), ["default"] = FeatureTable.Customers },
        "n" => new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 100, ["default"] = 10 },
        "record" => new JsonObject { ["type"] = "boolean", ["default"] = false },
        "bought" => new JsonObject { ["type"] = "boolean" },
        "days" => new JsonObject { ["enum"] = new JsonArray([.. IRecommendations.TrendDays]), ["default"] = IRecommendations.TrendDays[0] },
        "language" => new JsonObject { ["enum"] = new JsonArray([.. Words.Languages]), ["default"] = Words.English },
        "state" => new JsonObject { ["enum"] = new JsonArray([.. StockReading.States.Keys]) },
        "raw" => new JsonObject { ["type"] = "boolean", ["default"] = false },
        _ => new JsonObject { ["type"] = "string" },
    };

    internal static JsonObject Errors(JsonObject responses)
    {
        responses["400"] = ProblemOf("The request as a whole cannot be read; the detail names the parameter, or line and column of the body.");
        responses["401"] = ProblemOf("There is no key, or it is unknown, expired or revoked.");
        responses["403"] = ProblemOf("The key lacks the scope.");
        responses["429"] = ProblemOf("The key has used up its requests of the minute; Retry-After says how long to wait.", waits: true);
        return responses;
    }

    private static JsonObject Result(string text) => new()
    {
        ["description"] = text,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Result" } } },
    };

    internal static JsonObject ProblemOf(string text, bool waits = false)
    {
        var answer = new JsonObject
        {
            ["description"] = text,
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
        };
        if (waits)
        {
            answer["headers"] = new JsonObject { ["Retry-After"] = new JsonObject { ["description"] = "Seconds to wait.", ["schema"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 } } };
        }

        return answer;
    }
}
