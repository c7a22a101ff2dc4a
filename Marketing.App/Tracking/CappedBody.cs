namespace Marketing.App.Tracking;

/// <summary>Bodies of strangers, read up to a limit and never further.</summary>
internal static class CappedBody
{
    /// <summary>The body, or null when it is longer than the limit.</summary>
    /// <param name="request">Request.</param>
    /// <param name="most">Most bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 4_096));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
