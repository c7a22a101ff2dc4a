using System.Text;
using Marketing.Data;
using Marketing.Data.Webhooks;

namespace Marketing.Tests.Data.Webhooks;

public sealed class SignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    // RFC 4231, test case 2.
    [Fact]
    public void The_hexadecimal_signature_is_that_of_the_standards_test_case() =>
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Signatures.Hex("Jefe", "what do ya want for nothing?"));

    [Theory]
    [InlineData("what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", true)]
    [InlineData("what do ya want for nothing!", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", false)]
    [InlineData("what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEI=", false)]
    [InlineData("what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOA==", false)]
    [InlineData("what do ya want for nothing?", "not base64 at all", false)]
    [InlineData("what do ya want for nothing?", "", false)]
    [InlineData("what do ya want for nothing?", null, false)]
    public void A_body_is_right_only_under_its_own_signature(string body, string? signature, bool right)
    {
        var request = new WebhookRequest(Encoding.UTF8.GetBytes(body), signature, null, null);
        Assert.Equal(right, Signatures.Refusal(WebhookKind.Shopify, request, "Jefe", Now) is null);
        Assert.Equal(right, Signatures.Refusal(WebhookKind.WooCommerce, request, "Jefe", Now) is null);
    }

    [Fact]
    public void A_signature_that_is_too_long_for_any_hash_is_refused() =>
        Assert.NotNull(Signatures.Refusal(WebhookKind.Shopify, new WebhookRequest("x"u8.ToArray(), Convert.ToBase64String(new byte[5_000]), null, null), "Jefe", Now));

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Our_own_signature_holds_for_five_minutes_each_way(int seconds, bool right)
    {
        var body = "{}"u8.ToArray();
        var request = new WebhookRequest(body, Signatures.Timed("secret", body, Now.AddSeconds(seconds)), null, null);
        Assert.Equal(right, Signatures.Refusal(WebhookKind.Generic, request, "secret", Now) is null);
    }

    [Fact]
    public void Each_altered_byte_of_a_body_breaks_our_own_signature()
    {
        var body = "{\"kind\":\"stock\"}"u8.ToArray();
        var signature = Signatures.Timed("secret", body, Now);
        for (var i = 0; i < body.Length; i++)
        {
            var altered = body.ToArray();
            altered[i] ^= 1;
            Assert.NotNull(Signatures.Refusal(WebhookKind.Generic, new WebhookRequest(altered, signature, null, null), "secret", Now));
        }
    }

    [Theory]
    [InlineData("v1=00")]
    [InlineData("t=1700000000")]
    [InlineData("t=soon,v1=00")]
    [InlineData("t=-5,v1=00")]
    [InlineData("t=1700000000,v1=Ünïcode")]
    [InlineData(",,,")]
    public void A_signature_of_another_form_is_refused(string signature) =>
        Assert.NotNull(Signatures.Refusal(WebhookKind.Generic, new WebhookRequest("{}"u8.ToArray(), signature, null, null), "secret", Now));

    [Fact]
    public void The_time_of_a_signature_cannot_be_moved()
    {
        var body = "{}"u8.ToArray();
        var moved = Signatures.Timed("secret", body, Now.AddDays(-1)).Replace($"t={Now.AddDays(-1).ToUnixTimeSeconds()}", $"t={Now.ToUnixTimeSeconds()}", StringComparison.Ordinal);
        Assert.NotNull(Signatures.Refusal(WebhookKind.Generic, new WebhookRequest(body, moved, null, null), "secret", Now));
    }
}
