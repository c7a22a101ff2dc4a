using System.Text.Json.Nodes;

namespace Marketing.App.Api.V1;

/// <summary>Lists of products in the OpenAPI document, each with an example of its answer.</summary>
internal static class OpenApiLists
{
    private const string Chain = "'answeredBy' names the link of the chain that answered: basket, the method of the model where it knows the customer, session, referrer, country, popular or catalogue. The answer carries an ETag";

    public static void AddTo(JsonObject paths)
    {
        paths["/api/v1/recommendations"] = List(
            $"Read products recommended to a customer or a visitor, with the reasons in words. 'viewed' and 'basket' are product codes apart by commas, the latest first; those that are not known are named in 'ignored'. 'referrer' is the address, or the host, of the page that the visitor came from. With 'record' (which needs the scope events:write too) the list is written to the decision ledger, of somebody unknown without a customer, and 'decision' is its number, to which /recommendations/outcomes reports. {Chain}",
            """{"customer":"10042","known":true,"answeredBy":"item-knn","model":3,"currency":"GBP","items":[{"product":"TEA-1","name":"Green tea","priceMinor":450,"score":0.81,"answeredBy":"item-knn","reasons":[{"code":"bought-together","text":"Because they bought Cup."}]}]}""",
            "customer",
            "viewed",
            "basket",
            "country",
            "referrer",
            "n",
            "bought",
            "placement",
            "language",
            "record");
        paths["/api/v1/recommendations/export"] = List(
            "Read the lists of all customers, a line of JSON each (application/x-ndjson), as /recommendations answers",
            """{"customer":"10042","answeredBy":"item-knn","model":3,"currency":"GBP","items":[{"product":"TEA-1","name":"Green tea","priceMinor":450,"score":0.81,"answeredBy":"item-knn","reasons":[{"code":"bought-together","text":"Because they bought Cup."}]}]}""",
            "n",
            "placement",
            "language");
        paths["/api/v1/products/{code}/similar"] = List(
            "Read products bought by the customers who bought one, by the cosine of their buyers, then those like it by name and category. The answer carries an ETag",
            """{"product":"TEA-1","answeredBy":"similar","model":null,"currency":"GBP","items":[{"product":"CUP-2","name":"Cup","priceMinor":300,"score":0.42,"answeredBy":"similar","reasons":[{"code":"same-buyers","text":"Bought by the customers who bought Green tea."}]}]}""",
            "code",
            "n",
            "placement",
            "language");
        paths["/api/v1/products/{code}/together"] = List(
            "Read products on the same orders as one more often than by chance, with orders, support, confidence and lift. The answer carries an ETag",
            """{"product":"TEA-1","answeredBy":"together","model":null,"currency":"GBP","items":[{"product":"CUP-2","name":"Cup","priceMinor":300,"score":0.25,"answeredBy":"together","figures":{"orders":50,"support":0.01,"confidence":0.25,"lift":4.1},"reasons":[{"code":"on-orders-with","text":"25.0 % of the orders with Green tea hold it too: 50 orders."}]}]}""",
            "code",
            "n",
            "placement",
            "language");
        paths["/api/v1/trending"] = List(
            "Read products with more buyers than the period before lets expect, shrunk so that small counts do not win; then what is popular. The answer carries an ETag",
            """{"days":7,"answeredBy":"trending","model":null,"currency":"GBP","items":[{"product":"TEA-1","name":"Green tea","priceMinor":450,"score":1.9,"answeredBy":"trending","figures":{"buyers":48,"before":20,"ratio":1.9},"reasons":[{"code":"trending","text":"Bought by 48 customers within 7 days, after 20 in as many days before."}]}]}""",
            "days",
            "n",
            "placement",
            "language");
    }

    private static JsonObject List(string summary, string example, params string[] parameters) =>
        new() { ["get"] = OpenApi.Exemplified(OpenApi.Reading(summary, OpenApi.One, parameters), example) };
}
