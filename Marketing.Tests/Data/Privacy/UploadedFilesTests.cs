using System.IO.Compression;
using System.Text;
using Marketing.Data.Privacy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Privacy;

public sealed class UploadedFilesTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("utf-8", "élodie müller", true)]
    [InlineData("windows-1252", "ÉLODIE müller", true)]
    [InlineData("utf-16BE", "Élodie Müller", true)]
    [InlineData("gb18030", "客户李明的订单", true)]
    [InlineData("gb18030", "客户王芳的订单", false)]
    [InlineData("utf-8", "1234567", false)]
    [InlineData("utf-8", "12345", true)]
    public async Task A_file_in_any_encoding_that_names_the_person_goes(string encoding, string text, bool goes)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        await AddAsync(file => file.WriteAsync(bytes.GetBytes($"name,city\n{text},Bern\n")));
        Assert.Equal(goes ? 1 : 0, Delete());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_packed_with_brotli_is_searched_as_what_is_in_it(bool named)
    {
        await AddAsync(async file =>
        {
            await using var packed = new BrotliStream(file, CompressionLevel.Optimal);
            await packed.WriteAsync(Encoding.UTF8.GetBytes("name,city\n" + string.Concat(Enumerable.Range(0, 9000).Select(i => $"Person {i},Bern\n")) + (named ? "ÉLODIE MÜLLER" : "Bob") + ",Bern\n"));
        });
        Assert.Equal(named ? 1 : 0, Delete());
    }

    private async Task AddAsync(Func<FileStream, ValueTask> write)
    {
        await using var file = File.Create(Path.Combine(_rig.Folder.Folder.Uploads, "upload"));
        await write(file);
    }

    private long Delete() => _rig.Get<UploadedFiles>().DeleteNaming(new PersonWords(["Élodie Müller", "李明", "12345"]), default);
}
